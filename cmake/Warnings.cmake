# Warnings are errors; hardening and sanitizer flags for every target of ours.
add_library(hotline_warnings INTERFACE)
target_compile_options(hotline_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Werror -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
    -fno-omit-frame-pointer -fstack-protector-strong -fPIE -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
target_link_options(hotline_warnings INTERFACE -pie -Wl,-z,relro,-z,now)
target_compile_definitions(hotline_warnings INTERFACE
    _GLIBCXX_ASSERTIONS $<$<BOOL:${HOTLINE_FAILPOINTS}>:HOTLINE_FAILPOINTS>)
if(HOTLINE_SANITIZE)
    # -fsanitize=function cannot be combined with coroutines (clang: "difference across sections").
    target_compile_options(hotline_warnings INTERFACE
        -fsanitize=${HOTLINE_SANITIZE} -fno-sanitize-recover=all -O1 -g1)
    if(HOTLINE_SANITIZE MATCHES "undefined")
        target_compile_options(hotline_warnings INTERFACE -fno-sanitize=function)
    endif()
    target_link_options(hotline_warnings INTERFACE -fsanitize=${HOTLINE_SANITIZE})
else()
    target_compile_options(hotline_warnings INTERFACE
        $<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE> $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=2>)
endif()
