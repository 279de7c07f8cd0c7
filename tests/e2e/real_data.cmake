# The study's own images, where they are: two epochs at a small size, and every box is used.
include("${CMAKE_CURRENT_LIST_DIR}/common.cmake")
set(DATA "$ENV{ESPALIER_DATA}")
if(NOT DATA)
  set(DATA "${SOURCE}/../shared/data/mvtec-bottle")
endif()
if(NOT EXISTS "${DATA}/train/annotations.json")
  message(STATUS "no study images at ${DATA}: this case is not run")
  return()
endif()
cli(0 --json run "${SOURCE}/experiments/mvtec-bottle/step2-n.yaml" --set data.root=${DATA} --set data.image_size=96
    --set train.epochs=2 --set train.eval_every=1)
expect("${OUT}" "training uses 31 of 31 images, 35 of 35 boxes" "validation uses 32 of 32 images, 36 of 36 boxes"
  "\"event\":\"eval\"" "\"mAP\"" "\"outcome\":\"finished\"")
cli(0 --json runs)
expect("${OUT}" "Step 2 Hybrid Moderate (n)")
