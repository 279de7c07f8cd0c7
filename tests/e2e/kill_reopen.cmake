# kill -9 at ten moments: the store opens, the run is told to be lost, and it goes on.
include("${CMAKE_CURRENT_LIST_DIR}/common.cmake")
write_toy("${FOLDER}/toy.yaml")
foreach(moment 0.3 0.6 0.9 1.2 1.5 1.9 2.3 2.8 3.4 4.2)
  file(REMOVE_RECURSE "${STORE}.runs")
  file(REMOVE "${STORE}" "${STORE}-wal" "${STORE}-shm")
  execute_process(COMMAND sh -c "\"${CLI}\" --store \"${STORE}\" run toy.yaml --set train.epochs=400 --set train.eval_every=0 >/dev/null 2>&1 & \
      pid=$!; sleep ${moment}; kill -9 $pid; wait $pid"
    WORKING_DIRECTORY "${FOLDER}" RESULT_VARIABLE CODE ERROR_VARIABLE ERR)
  cli(0 --json runs)
  string(FIND "${OUT}" "\"run\":1" created)
  if(created EQUAL -1)
    message(STATUS "killed after ${moment} s: before the run was created")
    continue()
  endif()
  expect("${OUT}" "\"state\":\"lost\"")
  # It goes on: let it take some steps, then ask it to stop.
  execute_process(COMMAND sh -c "\"${CLI}\" --store \"${STORE}\" --json resume 1 > resumed.log 2>resumed.err & pid=$!; \
      for i in $(seq 600); do grep -q '\"event\":\"step\"' resumed.log && break; sleep 0.1; done; kill -INT $pid; wait $pid"
    WORKING_DIRECTORY "${FOLDER}" RESULT_VARIABLE CODE ERROR_VARIABLE ERR)
  if(NOT CODE STREQUAL "130")
    file(READ "${FOLDER}/resumed.log" LOG)
    file(READ "${FOLDER}/resumed.err" ERR)
    message(FATAL_ERROR "resume after a kill at ${moment} s: exit ${CODE}, expected 130\n${LOG}\n${ERR}")
  endif()
  cli(0 --json runs)
  expect("${OUT}" "\"state\":\"stopped\"")
  # No step is missing: those that a checkpoint stands for were in the store before it.
  cli(0 export 1 --csv "${FOLDER}/steps.csv")
  execute_process(COMMAND awk -F, "NR > 1 && $1 != ++n { print \"step \" n \" is missing before \" $1; exit 1 }"
    "${FOLDER}/steps.csv" OUTPUT_VARIABLE GAP RESULT_VARIABLE CODE)
  if(NOT CODE STREQUAL "0")
    message(FATAL_ERROR "after a kill at ${moment} s: ${GAP}")
  endif()
  message(STATUS "killed after ${moment} s: resumed and stopped")
endforeach()
