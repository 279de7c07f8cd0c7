# Language, warnings and the compile pool, carried by one INTERFACE target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

find_program(ESPALIER_CCACHE ccache)
if(ESPALIER_CCACHE)
  # A precompiled header changes its time stamp, not its meaning.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime "${ESPALIER_CCACHE}")
endif()

# A file that sees torch needs 1.5 GB: as many at once as the memory bears, at least one.
cmake_host_system_information(RESULT espalier_memory_mib QUERY TOTAL_PHYSICAL_MEMORY)
math(EXPR espalier_heavy_jobs "${espalier_memory_mib} / 2500")
if(espalier_heavy_jobs LESS 1)
  set(espalier_heavy_jobs 1)
endif()
set_property(GLOBAL PROPERTY JOB_POOLS heavy=${espalier_heavy_jobs})

add_library(espalier_flags INTERFACE)
target_include_directories(espalier_flags INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(espalier_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough
  $<$<BOOL:${ESPALIER_WERROR}>:-Werror>)
target_compile_definitions(espalier_flags INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_KEYWORDS QT_NO_CONTEXTLESS_CONNECT QT_NO_URL_CAST_FROM_STRING
  QT_STRICT_ITERATORS)
if(ESPALIER_SANITIZE)
  target_compile_options(espalier_flags INTERFACE -fsanitize=${ESPALIER_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(espalier_flags INTERFACE -fsanitize=${ESPALIER_SANITIZE})
endif()
