# The study's counts, to the parameter, from the experiment files.
include("${CMAKE_CURRENT_LIST_DIR}/common.cmake")
set(EXPERIMENTS "${SOURCE}/experiments/mvtec-bottle")

cli(0 --json inspect yolo_world_v2_l)
expect("${OUT}" "\"total\":110260130,\"trainable\":110260130")
cli(0 --json inspect "${EXPERIMENTS}/baseline.yaml")
expect("${OUT}" "\"total\":110260130,\"trainable\":46832034")
cli(0 --json inspect "${EXPERIMENTS}/step1.yaml")
expect("${OUT}" "\"total\":110509986,\"trainable\":249856")
cli(0 --json inspect "${EXPERIMENTS}/step2.yaml")
expect("${OUT}" "\"total\":110509986,\"trainable\":2488128"
  "\"pattern\":\"out_layers.2\",\"modules\":1,\"tensors\":0,\"parameters\":0")
cli(0 --json inspect "${EXPERIMENTS}/step3.yaml")
expect("${OUT}" "\"total\":110509986,\"trainable\":20776524"
  "\"pattern\":\"top_down_layers.2\",\"modules\":0,\"tensors\":0,\"parameters\":0"
  "\"pattern\":\"bottom_up_layers.2\",\"modules\":0,\"tensors\":0,\"parameters\":0"
  "\"pattern\":\"out_layers.1\",\"modules\":1,\"tensors\":0,\"parameters\":0"
  "\"pattern\":\"out_layers.2\",\"modules\":1,\"tensors\":0,\"parameters\":0")

# The unfrozen parameters of steps 2 and 3 in the other sizes, and the sizes' totals.
set(total_s 76187960)
set(step2_s 1140032)
set(step3_s 9037962)
set(total_m 91804238)
set(step2_m 1799744)
set(step3_m 16817292)
set(total_x 136314457)
set(step2_x 3454336)
set(step3_x 31877423)
foreach(size s m x)
  cli(0 --json inspect yolo_world_v2_${size})
  expect("${OUT}" "\"total\":${total_${size}},")
  foreach(step step2 step3)
    cli(0 --json inspect "${EXPERIMENTS}/${step}.yaml" --set model.size=${size})
    expect("${OUT}" "\"unfrozen\":${${step}_${size}},")
  endforeach()
endforeach()
cli(0 --json inspect yolo_world_v2_n)
expect("${OUT}" "\"total\":67123263,")

# Every experiment that ships can be read.
file(GLOB files "${SOURCE}/experiments/*/*.yaml")
foreach(file ${files})
  cli(0 --json inspect "${file}")
endforeach()
