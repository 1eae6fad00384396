# Stops on a compiler that miscompiles coroutines: g++ 12.2 destroys temporaries of a full expression with
# co_await twice, without a warning (docs/adr/0006). Tested by running, not by version number.
if(NOT DEFINED HOTLINE_COMPILER_IS_SOUND)
    try_run(probe_exit probe_compiled ${CMAKE_BINARY_DIR}/probe
        SOURCES ${CMAKE_CURRENT_LIST_DIR}/compiler_probe.cpp
        CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON
        COMPILE_OUTPUT_VARIABLE probe_output RUN_OUTPUT_VARIABLE probe_output)
    if(NOT probe_compiled OR NOT probe_exit STREQUAL "0")
        message(FATAL_ERROR
            "${CMAKE_CXX_COMPILER} (${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}) miscompiles "
            "coroutines (cmake/compiler_probe.cpp). Use clang 19: the presets do, ./scripts/setup installs it.\n"
            "${probe_output}")
    endif()
    set(HOTLINE_COMPILER_IS_SOUND TRUE CACHE INTERNAL "cmake/compiler_probe.cpp ran well")
endif()
