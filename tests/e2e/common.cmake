# Shared by the e2e scripts: a fresh folder, and ways to run the program and to look at what it said.
file(REMOVE_RECURSE "${FOLDER}")
file(MAKE_DIRECTORY "${FOLDER}")
set(STORE "${FOLDER}/store.db")
set(ENV{XDG_CACHE_HOME} "${FOLDER}/cache")
set(ENV{XDG_DATA_HOME} "${FOLDER}/data")

# cli(<expected exit code> arg…): sets OUT and ERR in the caller.
macro(cli expected)
  execute_process(COMMAND "${CLI}" --store "${STORE}" ${ARGN}
    WORKING_DIRECTORY "${FOLDER}" OUTPUT_VARIABLE OUT ERROR_VARIABLE ERR RESULT_VARIABLE CODE)
  if(NOT CODE STREQUAL "${expected}")
    message(FATAL_ERROR "espalier-cli ${ARGN}\nexit ${CODE}, expected ${expected}\n${OUT}\n${ERR}")
  endif()
endmacro()

function(expect text)
  foreach(part ${ARGN})
    string(FIND "${text}" "${part}" at)
    if(at EQUAL -1)
      message(FATAL_ERROR "expected `${part}` in:\n${text}")
    endif()
  endforeach()
endfunction()

# A tiny experiment that trains in seconds: the heads of one level on drawn images.
function(write_toy file)
  file(WRITE "${file}" "name: Toy
model: {size: n, classes: [defect, dust, discoloration, coil]}
data: {kind: inspection, train_images: 10, val_images: 4, image_size: 64, workers: 1}
plan:
  freeze: '**'
  adapters:
    - {method: feature_adapter, pattern: 'cls_preds.*', rank: 4, dropout: 0.1}
  unfreeze: [cls_preds.2, reg_preds.2]
train: {epochs: 4, batch: 4, lr: 1e-3, eval_every: 2, checkpoint_every: 1, threads: 1}
monitor: {policy: stop}
")
endfunction()
