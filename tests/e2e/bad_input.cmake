# Bad input gives one clear sentence and exit 2, never a stack trace, and nothing is lost.
include("${CMAKE_CURRENT_LIST_DIR}/common.cmake")
write_toy("${FOLDER}/toy.yaml")

# refuse(<what the sentence must say> arg…)
macro(refuse saying)
  cli(2 ${ARGN})
  expect("${ERR}" "${saying}")
  string(REGEX MATCHALL "\n" lines "${ERR}")
  list(LENGTH lines count)
  if(count GREATER 1)
    message(FATAL_ERROR "more than one sentence:\n${ERR}")
  endif()
endmacro()

refuse("nowhere.yaml" run nowhere.yaml)
file(WRITE "${FOLDER}/key.yaml" "name: x\nmodel: {size: n}\ntrain:\n  epoch: 3\n")
refuse("key.yaml:4" run key.yaml)
file(WRITE "${FOLDER}/value.yaml" "name: x\nmodel: {size: xxl}\n")
refuse("value.yaml:2" inspect value.yaml)
file(WRITE "${FOLDER}/broken.yaml" "name: [x\nmodel: }{\n")
refuse("broken.yaml" run broken.yaml)
refuse("train.lr" run toy.yaml --set train.lr=fast)
refuse("train.speed" run toy.yaml --set train.speed=1)
refuse("no_such_layer" run toy.yaml --set plan.unfreeze=no_such_layer)
refuse("re:[" run toy.yaml --set "plan.unfreeze=re:[")
refuse("data.root" run toy.yaml --set data.kind=coco)
refuse("missing" run toy.yaml --set data.kind=coco --set data.root=${FOLDER}/missing)
refuse("no-such.safetensors" run toy.yaml --set model.checkpoint=${FOLDER}/no-such.safetensors)

# A COCO set: broken JSON, then a truncated image, which is left out by name while the rest trains.
file(MAKE_DIRECTORY "${FOLDER}/coco/train" "${FOLDER}/coco/val")
file(WRITE "${FOLDER}/coco/train/annotations.json" "{\"images\": [")
file(WRITE "${FOLDER}/coco/val/annotations.json" "{}")
refuse("annotations.json" run toy.yaml --set data.kind=coco --set data.root=${FOLDER}/coco)

# A store that is no database stays as it is.
file(WRITE "${FOLDER}/text.db" "this is a letter, not a database, and it is long enough to be looked at")
execute_process(COMMAND "${CLI}" --store text.db runs WORKING_DIRECTORY "${FOLDER}" OUTPUT_VARIABLE OUT ERROR_VARIABLE ERR RESULT_VARIABLE CODE)
if(NOT CODE EQUAL 2)
  message(FATAL_ERROR "exit ${CODE} for a store that is a letter: ${ERR}")
endif()
file(READ "${FOLDER}/text.db" LETTER)
expect("${LETTER}" "this is a letter")

# A disk that is full: the store may not grow beyond what it has.
cli(0 runs)
execute_process(COMMAND sh -c "ulimit -f 96; exec \"${CLI}\" --store \"${STORE}\" run toy.yaml --set train.epochs=2000 --set train.eval_every=0"
  WORKING_DIRECTORY "${FOLDER}" OUTPUT_VARIABLE OUT ERROR_VARIABLE ERR RESULT_VARIABLE CODE)
if(NOT CODE EQUAL 2)
  message(FATAL_ERROR "disk full: exit ${CODE}\n${OUT}\n${ERR}")
endif()
cli(0 --json runs)
expect("${OUT}" "\"run\":")
