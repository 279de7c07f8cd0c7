# The guard in one table: on the laboratory's explosions, on recorded curves of real trainings, and what it costs.
#   cmake -DLAB=… -DCURVES=… -DBENCH=… [-DSEEDS=4] [-DFIRST_SEED=0] -P guard_table.cmake
# What a program does not say is shown as `-`; a failure of one of them is said, and fails the table.
set(failed "")

function(run_program name out)
  execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE text ERROR_VARIABLE text RESULT_VARIABLE code)
  if(code STREQUAL "77")
    message(STATUS "${name}: nothing to measure on (no recorded curves)")
  elseif(NOT code STREQUAL "0")
    set(failed "${failed} ${name}" PARENT_SCOPE)
  endif()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# What stands behind `label` on its line.
function(figure text label out)
  if(text MATCHES "(^|\n)${label} +([^\n]+)")
    set(${out} "${CMAKE_MATCH_2}" PARENT_SCOPE)
  else()
    set(${out} "-" PARENT_SCOPE)
  endif()
endfunction()

function(print_row label lab curves)
  string(LENGTH "${label}" length)
  math(EXPR missing "42 - ${length}")
  string(REPEAT " " ${missing} space)
  string(LENGTH "${lab}" length)
  math(EXPR missing "72 - ${length}")
  if(missing LESS 1)
    set(missing 1)
  endif()
  string(REPEAT " " ${missing} gap)
  message("${label}${space}${lab}${gap}${curves}")
endfunction()

if(NOT DEFINED SEEDS)
  set(SEEDS 4)
endif()
if(NOT DEFINED FIRST_SEED)
  set(FIRST_SEED 0)
endif()
run_program("laboratory" lab "${LAB}" --seeds ${SEEDS} --first-seed ${FIRST_SEED})
run_program("recorded curves" curves "${CURVES}")
run_program("cost" bench "${BENCH}" --benchmark_min_time=20)

message("${lab}\n")
print_row("the guard" "laboratory, ${SEEDS} seeds from ${FIRST_SEED}" "recorded curves")
foreach(pair
    "recall|positives found"
    "false alarms per 100,000 steps|false alarms"
    "drifts on what stayed healthy|drift on negatives"
    "median lead|median lead in rows"
    "module named rightly|"
    "cause named rightly|"
    "exploding runs that end healthy|"
    "healthy runs that the ladder left well|")
  string(REGEX MATCH "^([^|]*)[|](.*)$" both "${pair}")
  set(label "${CMAKE_MATCH_1}")
  set(other "${CMAKE_MATCH_2}")
  figure("${lab}" "${label}" there)
  set(here "-")
  if(NOT other STREQUAL "")
    figure("${curves}" "${other}" here)
  endif()
  print_row("${label}" "${there}" "${here}")
endforeach()
string(REGEX MATCHALL "guardedStep/[^\n]+" rows "${bench}")
foreach(row IN LISTS rows)
  string(REGEX MATCH "guardedStep/([a-z0-9_]+)" name "${row}")
  set(name "${CMAKE_MATCH_1}")
  set(said "")
  foreach(counter guard_percent guard_ms without_ms ratio ratio_low ratio_high keep_ms)
    if(row MATCHES "[ ]${counter}=([^ ]+)")
      string(APPEND said "${counter} ${CMAKE_MATCH_1}  ")
    endif()
  endforeach()
  message("cost of a step, ${name}: ${said}")
endforeach()
if(failed)
  message(FATAL_ERROR "failed:${failed}")
endif()
