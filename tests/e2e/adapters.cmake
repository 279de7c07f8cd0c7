# Every adapter that a detector takes trains, is exported and, folded, detects what it did; LoRA behind gates leaves as HF
# PEFT's folder.
include("${CMAKE_CURRENT_LIST_DIR}/common.cmake")

function(write_with file)
  list(JOIN ARGN "\n    - " rules)
  file(WRITE "${file}" "name: Adapters
model: {size: n, classes: [defect, dust, discoloration, coil]}
data: {kind: inspection, train_images: 8, val_images: 4, image_size: 64, workers: 1}
plan:
  freeze: '**'
  adapters:
    - ${rules}
train: {epochs: 2, batch: 4, lr: 1e-3, eval_every: 2, checkpoint_every: 1, threads: 1}
monitor: {policy: stop}
")
endfunction()

write_with("${FOLDER}/gated.yaml"
  "{method: lora, pattern: cls_preds.0, rank: 2, gate: {l1: 0.1, lr_ratio: 100}}"
  "{method: lora, pattern: cls_preds.1, rank: 3, use_rslora: true, loraplus_lr_ratio: 16}"
  "{method: ssf, pattern: reg_preds.2}"
  "{method: feature_adapter, pattern: out_layers}")
cli(0 run gated.yaml)
cli(0 export 1 --adapter gated)
foreach(name adapter_config.json adapter_model.safetensors espalier_adapter.json espalier_adapter.safetensors)
  if(NOT EXISTS "${FOLDER}/gated/${name}")
    message(FATAL_ERROR "no gated/${name}")
  endif()
endforeach()
file(READ "${FOLDER}/gated/adapter_config.json" config)
string(JSON kind GET "${config}" peft_type)
string(JSON targets LENGTH "${config}" target_modules)
if(NOT kind STREQUAL "LORA" OR targets LESS 1)
  message(FATAL_ERROR "no adapter of HF PEFT:\n${config}")
endif()
file(READ "${FOLDER}/gated/espalier_adapter.json" own)
string(JSON gates LENGTH "${own}" espalier gates)
if(NOT gates EQUAL 3)
  message(FATAL_ERROR "three gates have a score, not ${gates}:\n${own}")
endif()
cli(0 export 1 --csv gated.csv)
file(READ "${FOLDER}/gated.csv" steps)
expect("${steps}" "gates_open")
cli(0 export 1 --weights gated.safetensors)

write_with("${FOLDER}/others.yaml"
  "{method: dora, pattern: cls_preds.0, rank: 2}"
  "{method: rlrr, pattern: cls_preds.1}"
  "{method: bitfit, pattern: cls_preds.2}"
  "{method: ssf, pattern: 'reg_preds.**', init: identity}")
cli(0 run others.yaml)
cli(0 export 2 --adapter others)
file(READ "${FOLDER}/others/adapter_config.json" config)
string(JSON dora GET "${config}" use_dora)
if(NOT dora)
  message(FATAL_ERROR "DoRA left as LoRA:\n${config}")
endif()
cli(0 export 2 --weights others.safetensors)

# What cannot be is said before anything trains.
write_with("${FOLDER}/wrong.yaml" "{method: vpt, pattern: neck}")
cli(2 run wrong.yaml)
expect("${ERR}" "cannot carry VPT")
