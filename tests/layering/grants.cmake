# cmake -D ROOT=<repository> -P grants.cmake: fails on every include that no grant allows, and on what else the folders
# of ARCHITECTURE.md section 1 forbid. It reads text, so it needs no build.
cmake_minimum_required(VERSION 3.25)

# folder: what its files may include besides itself and core/base. A grant carries the grants of what it names.
set(grants
  "core/base:"
  "core/network:"
  "core/plan: core/network"
  "core/experiment: core/plan"
  "core/run: core/experiment"
  "core/monitor: core/run"
  "core/curves: core/monitor"
  "core/metrics:"
  "core/store: core/run"
  "core/dataset: core/experiment"
  "core/weights:"
  "core/text: core/weights"
  "core/exchange: core/plan core/weights"
  "core/preflight: core/dataset"
  "core/compare: core/store core/monitor"
  "core/kernel:"
  "core/model: core/network core/weights core/kernel"
  "core/adapter: core/plan core/kernel"
  "core/train: core/monitor core/metrics core/preflight core/text core/model core/adapter"
  "ui/bridge: core/monitor core/metrics core/preflight core/text core/compare"
  "ui/widget: ui/bridge"
  "ui/edit: ui/widget"
  "ui/model: ui/widget"
  "ui/canopy: ui/widget"
  "ui/plot: ui/widget"
  "ui/place: ui/edit ui/model ui/canopy ui/plot"
  "ui/place/design: ui/place"
  "ui/place/data: ui/place"
  "ui/place/monitor: ui/place"
  "ui/place/compare: ui/place"
  "ui/place/runs: ui/place"
  "ui/shell: ui/place/design ui/place/data ui/place/monitor ui/place/compare ui/place/runs"
  "app/scripted: core/monitor"
  "app/wiring: core/train core/compare core/curves core/exchange app/scripted"
  "app/cli: app/wiring"
  "app/desktop: app/wiring ui/shell")
# The bridge is lent by the desktop: its services are made there, and in a file of wiring that only the desktop links.
set(lent "app/wiring/services.h: ui/bridge" "app/wiring/services.cpp: ui/bridge")

# Headers that only the sources of their own folder may include: there a library's types may show.
set(private_headers core/dataset/opencv_image.h core/dataset/reader.h core/store/connection.h ui/plot/curve_plot_impl.h)

set(heavy core/kernel core/model core/adapter core/train)
# Where code of others throws, it is caught; nowhere else. CLI11 answers wrong arguments with exceptions.
set(borders core/experiment/ core/dataset/ core/store/ core/train/ app/cli/main.cpp)
set(colours ui/widget/theme.cpp)

set(torch "(torch|ATen|c10|caffe2)/")
set(qt "(Q[A-Z]|Qt[A-Z0-9]*/|q[a-z]+\\.h)")
set(opencv "opencv2?/")
set(sqlite "(sqlite3\\.h|SQLiteCpp/)")

foreach(row IN LISTS grants lent)
  string(REGEX MATCH "^([^:]+):(.*)$" row "${row}")
  set(folder "${CMAKE_MATCH_1}")
  string(REGEX MATCHALL "[^ ]+" named "${CMAKE_MATCH_2}")
  set(granted_${folder} core/base)
  foreach(name IN LISTS named)
    if(NOT DEFINED granted_${name})
      message(FATAL_ERROR "grants.cmake: ${folder} names ${name}, which stands further down or nowhere")
    endif()
    list(APPEND granted_${folder} ${name} ${granted_${name}})
  endforeach()
endforeach()

set(violations 0)
macro(violation file text)
  message(SEND_ERROR "${file}: ${text}")
  math(EXPR violations "${violations} + 1")
endmacro()

# `code` without line comments and with the first match, if any, in `found`.
function(find_in code regex result)
  string(REGEX MATCH "${regex}" found "${code}")
  set(${result} "${found}" PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/core/*.h" "${ROOT}/core/*.cpp" "${ROOT}/ui/*.h" "${ROOT}/ui/*.cpp"
  "${ROOT}/app/*.h" "${ROOT}/app/*.cpp")
list(LENGTH files count)
if(count EQUAL 0)
  message(FATAL_ERROR "no sources under ${ROOT}")
endif()

foreach(file IN LISTS files)
  get_filename_component(folder "${file}" DIRECTORY)
  string(REGEX REPLACE "/.*" "" half "${file}")
  if(NOT DEFINED granted_${folder})
    violation("${file}" "the folder ${folder} has no row in the table of grants")
    continue()
  endif()
  file(READ "${ROOT}/${file}" code)
  string(REGEX REPLACE "//[^\n]*" "" code "${code}")

  string(REGEX MATCHALL "#[ \t]*include[ \t]*\"[^\"\n]*\"" includes "${code}")
  foreach(include IN LISTS includes)
    string(REGEX REPLACE ".*\"(.*)\"" "\\1" path "${include}")
    get_filename_component(target "${path}" DIRECTORY)
    if(path MATCHES "^[a-z_0-9]+\\.moc$")
      continue()
    elseif(NOT path MATCHES "^(core|ui|app)/")
      violation("${file}" "includes \"${path}\"; ours are included from the repository root, others with <>")
    elseif(path IN_LIST private_headers AND NOT target STREQUAL folder)
      violation("${file}" "includes \"${path}\", which is private to ${target}")
    elseif(NOT target STREQUAL folder AND NOT target IN_LIST granted_${folder} AND NOT target IN_LIST granted_${file})
      violation("${file}" "includes \"${path}\", but ${folder} has no grant for ${target}")
    endif()
  endforeach()

  set(forbidden "")
  if(half STREQUAL "core")
    list(APPEND forbidden ${qt})
    if(NOT folder IN_LIST heavy)
      list(APPEND forbidden ${torch})
      if(file MATCHES "\\.h$" AND NOT file IN_LIST private_headers)
        list(APPEND forbidden ${opencv} ${sqlite})
      endif()
    endif()
  elseif(half STREQUAL "ui")
    list(APPEND forbidden ${torch} ${opencv} ${sqlite})
  endif()
  foreach(library IN LISTS forbidden)
    find_in("${code}" "#[ \t]*include[ \t]*[<\"]${library}[^>\"\n]*" found)
    if(found)
      violation("${file}" "`${found}>` may not stand in this folder")
    endif()
  endforeach()

  string(REGEX REPLACE "\"[^\"\n]*\"" "\"\"" bare "${code}")
  find_in("${bare}" "[^A-Za-z0-9_]catch[ \t\n]*\\(" found)
  set(isBorder FALSE)
  foreach(border IN LISTS borders)
    string(FIND "${file}" "${border}" at)
    if(at EQUAL 0)
      set(isBorder TRUE)
    endif()
  endforeach()
  if(found AND NOT isBorder)
    violation("${file}" "writes `catch`; exceptions are caught at the borders alone")
  endif()

  if(half STREQUAL "ui" AND NOT file IN_LIST colours)
    set(hex "[0-9A-Fa-f]")
    foreach(colour "#${hex}${hex}${hex}${hex}${hex}${hex}" "QColor[ ]*[A-Za-z_0-9]*[({][ ]*[0-9]" "qRgba?\\([ ]*[0-9]")
      find_in("${code}" "${colour}" found)
      if(found)
        violation("${file}" "holds the colour `${found}`; colours stand in ${colours}")
      endif()
    endforeach()
  endif()
endforeach()

if(violations GREATER 0)
  message(FATAL_ERROR "${violations} violations in ${count} files")
endif()
message(STATUS "layering: ${count} files keep the grants")
