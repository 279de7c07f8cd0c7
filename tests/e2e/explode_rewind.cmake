# A learning rate of 50 explodes: said at once under `stop`, survived with finite weights under `rewind`.
include("${CMAKE_CURRENT_LIST_DIR}/common.cmake")
write_toy("${FOLDER}/toy.yaml")

cli(3 --json run toy.yaml --set train.lr=50 --set train.epochs=40 --set train.eval_every=0)
expect("${OUT}" "\"event\":\"guard\"" "\"state\":\"exploded\"" "\"action\":\"stop\"" "\"outcome\":\"exploded\"")
# The step of the first non-finite value is the step of the verdict.
string(REGEX MATCH "\"step\":([0-9]+)[^\n]*\"(loss|grad_norm)\":\"(nan|inf|-inf)\"" found "${OUT}")
if(found)
  set(first ${CMAKE_MATCH_1})
  string(REGEX MATCH "\"event\":\"guard\",\"step\":([0-9]+),\"state\":\"exploded\"" guard "${OUT}")
  math(EXPR late "${CMAKE_MATCH_1} - ${first}")
  if(late GREATER 1)
    message(FATAL_ERROR "first non-finite value at step ${first}, verdict at ${CMAKE_MATCH_1}")
  endif()
endif()

execute_process(COMMAND "${CLI}" --store "${STORE}" --json run toy.yaml --set train.lr=50 --set train.epochs=40
    --set train.eval_every=0 --set monitor.policy=rewind --set monitor.rewinds=40
  WORKING_DIRECTORY "${FOLDER}" OUTPUT_VARIABLE OUT ERROR_VARIABLE ERR RESULT_VARIABLE CODE)
if(NOT CODE STREQUAL "0" AND NOT CODE STREQUAL "3")
  message(FATAL_ERROR "rewind: exit ${CODE}\n${ERR}")
endif()
expect("${OUT}" "\"action\":\"rewind\"")
# Its checkpoint holds finite weights: exporting checks every value.
cli(0 export 2 --adapter rewound)

# The ladder brings the same rate to an end, or gives up with a healthy state: finite either way, and not by doing nothing.
execute_process(COMMAND "${CLI}" --store "${STORE}" --json run toy.yaml --set train.lr=50 --set train.epochs=40
    --set train.eval_every=0 --set monitor.policy=ladder
  WORKING_DIRECTORY "${FOLDER}" OUTPUT_VARIABLE OUT ERROR_VARIABLE ERR RESULT_VARIABLE CODE)
if(NOT CODE STREQUAL "0" AND NOT CODE STREQUAL "3")
  message(FATAL_ERROR "ladder: exit ${CODE}\n${ERR}")
endif()
if(NOT OUT MATCHES "\"action\":\"(skip|clip|lower_rate|freeze_branch|rewind)\"")
  message(FATAL_ERROR "the ladder did nothing:\n${OUT}")
endif()
cli(0 export 3 --adapter laddered)
