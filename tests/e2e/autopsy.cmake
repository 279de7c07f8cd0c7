# A run that explodes leaves an autopsy that names the cause; the program prints it, and makes a page of it.
include("${CMAKE_CURRENT_LIST_DIR}/common.cmake")
write_toy("${FOLDER}/toy.yaml")

cli(3 --json run toy.yaml --set train.lr=50 --set train.epochs=40 --set train.eval_every=0)
expect("${OUT}" "\"event\":\"autopsy\"" "autopsy.json")

cli(0 autopsy 1 --json)
string(JSON cause GET "${OUT}" causes 0 code)
if(NOT cause STREQUAL "rate_too_high")
  message(FATAL_ERROR "a rate of 50: ${cause}\n${OUT}")
endif()
string(JSON module GET "${OUT}" first_module)
string(JSON folder GET "${OUT}" folder)
string(JSON image GET "${OUT}" images 0)
if(module STREQUAL "" OR NOT EXISTS "${folder}/${image}")
  message(FATAL_ERROR "no module or no image:\n${OUT}")
endif()

cli(0 autopsy 1)
expect("${OUT}" "Likely cause:" "The learning rate is too high" "first warning" "What to try")
cli(0 autopsy 1 --md report.md --html report.html)
file(READ "${FOLDER}/report.html" page)
expect("${page}" "data:image/png;base64," "prefers-color-scheme" "The learning rate is too high")

# The study's schedule: shorter than the run, and below zero at its end.
cli(0 --json run toy.yaml --set train.schedule=linear_by_epoch --set train.schedule_epochs=8 --set train.clamp_lr=false
  --set train.epochs=16 --set train.eval_every=0 --accept schedule-shorter-than-run,negative-learning-rate)
cli(0 autopsy 2 --json)
string(JSON cause GET "${OUT}" causes 0 code)
if(NOT cause STREQUAL "negative_rate")
  message(FATAL_ERROR "a rate below zero: ${cause}\n${OUT}")
endif()

# Without its file the curves alone still tell.
file(REMOVE_RECURSE "${folder}")
cli(0 autopsy 1 --json)
string(JSON cause GET "${OUT}" causes 0 code)
string(JSON folder GET "${OUT}" folder)
if(NOT cause STREQUAL "rate_too_high" OR NOT folder STREQUAL "")
  message(FATAL_ERROR "from the curves alone: ${cause}, ${folder}\n${OUT}")
endif()
cli(2 autopsy 99)
