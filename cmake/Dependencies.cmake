# Every library comes from Debian 12 (scripts/setup installs them). One target per use, so that a room
# links only what it may.
find_package(Threads REQUIRED)
find_package(Boost 1.81.0 EXACT CONFIG REQUIRED COMPONENTS headers json url)
find_package(OpenSSL 3 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(spdlog REQUIRED)
find_package(fmt REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(CLI11 REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED COMPONENTS core)

# libcsv has neither a CMake nor a pkg-config file.
find_library(CSV_LIBRARY csv REQUIRED)
find_path(CSV_INCLUDE_DIR csv.h REQUIRED)
add_library(hotline_csv INTERFACE)
target_link_libraries(hotline_csv INTERFACE ${CSV_LIBRARY})
target_include_directories(hotline_csv SYSTEM INTERFACE ${CSV_INCLUDE_DIR})

# The Boost that any room may use: Boost.System (rules), JSON and Describe.
add_library(hotline_boost INTERFACE)
target_link_libraries(hotline_boost INTERFACE Boost::headers)

# JSON is linked as Debian's library.
add_library(hotline_json INTERFACE)
target_link_libraries(hotline_json INTERFACE hotline_boost Boost::json)

# Asio and Beast, compiled once (cmake/boost_asio.cpp, boost_beast.cpp). The definitions are part of the
# ABI: everyone who includes Asio must have them, so they live here only.
add_library(hotline_asio STATIC ${CMAKE_CURRENT_LIST_DIR}/boost_asio.cpp
                                ${CMAKE_CURRENT_LIST_DIR}/boost_beast.cpp)
target_compile_definitions(hotline_asio PUBLIC
    BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED
    BOOST_ASIO_DISABLE_BOOST_COROUTINE)
target_link_libraries(hotline_asio
    PUBLIC hotline_boost Boost::url OpenSSL::SSL OpenSSL::Crypto Threads::Threads
    PRIVATE hotline_warnings)

add_library(hotline_log INTERFACE)
target_link_libraries(hotline_log INTERFACE spdlog::spdlog fmt::fmt)

# A faster malloc for the program: commands are made on io threads and freed on the writer's, which glibc's
# arenas do badly (a quarter more tickets a second, bench/README.md). Sanitizers bring their own.
add_library(hotline_malloc INTERFACE)
if(NOT HOTLINE_SANITIZE)
    find_package(mimalloc 2 CONFIG REQUIRED)
    # --no-as-needed: nothing names its symbols, it stands before libc.
    target_link_libraries(hotline_malloc INTERFACE -Wl,--no-as-needed mimalloc -Wl,--as-needed)
endif()
