# How every target of ours is built: C++20, warnings are errors, ccache and mold where present.
include_guard(GLOBAL)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# Assertions guard data, so they stay on in release builds; CGAL's own checks do not.
# The presets that look for faults say -O1, which compiles in half the time.
if(NOT CMAKE_CXX_FLAGS_RELEASE MATCHES "-O1")
  set(CMAKE_CXX_FLAGS_RELEASE "-O2")
endif()
add_compile_definitions(CGAL_NDEBUG)

find_program(KAKSONEN_CCACHE ccache)
if(KAKSONEN_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER "${KAKSONEN_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${KAKSONEN_CCACHE}")
endif()
find_program(KAKSONEN_MOLD mold)
if(KAKSONEN_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

if(KAKSONEN_SANITIZE)
  add_compile_options(-fsanitize=${KAKSONEN_SANITIZE} -fno-omit-frame-pointer -g1)
  add_link_options(-fsanitize=${KAKSONEN_SANITIZE})
  if(KAKSONEN_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
  if(KAKSONEN_SANITIZE STREQUAL "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-tsan)
  endif()
endif()

# kaksonen_target(name): our flags on an existing target. Includes start at the repository root.
function(kaksonen_target name)
  target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  target_compile_options(${name} PRIVATE -Wall -Wextra -Wconversion -Wshadow)
  # GCC's flow analysis gives false alarms in instrumented code; the plain builds judge warnings.
  if(NOT KAKSONEN_SANITIZE)
    target_compile_options(${name} PRIVATE -Werror)
  endif()
  set_property(GLOBAL APPEND PROPERTY KAKSONEN_TARGETS ${name})
endfunction()

# kaksonen_test(name [THREADS] SOURCES a_test.cpp … LIBRARIES geo … PROPERTIES …): one GoogleTest program, cases found by
# ctest. THREADS: what it tests has threads, so it belongs to target threaded_tests and label threads (preset tsan).
function(kaksonen_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "THREADS" "" "SOURCES;LIBRARIES;PROPERTIES")
  if(arg_THREADS)
    list(APPEND arg_PROPERTIES LABELS threads)
    if(NOT TARGET threaded_tests)
      add_custom_target(threaded_tests)
    endif()
  endif()
  find_package(GTest REQUIRED)
  add_executable(${name} ${arg_SOURCES})
  if(arg_THREADS)
    add_dependencies(threaded_tests ${name})
  endif()
  kaksonen_target(${name})
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE
    KAKSONEN_SOURCE_DIR="${PROJECT_SOURCE_DIR}" KAKSONEN_BINARY_DIR="${PROJECT_BINARY_DIR}")
  include(GoogleTest)
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 120 PROPERTIES TIMEOUT 300 ${arg_PROPERTIES})
endfunction()

# kaksonen_fuzz(name SOURCES … LIBRARIES … CORPUS dir): a libFuzzer program with KAKSONEN_FUZZ=ON (clang);
# in every other build the same entry replays the kept corpus as a test.
function(kaksonen_fuzz name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "CORPUS" "SOURCES;LIBRARIES")
  add_executable(${name} ${arg_SOURCES})
  kaksonen_target(${name})
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES})
  if(KAKSONEN_FUZZ)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  else()
    target_sources(${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests/fuzz/replay_main.cpp")
    add_test(NAME fuzz_replay.${name} COMMAND ${name} "${arg_CORPUS}")
  endif()
endfunction()
