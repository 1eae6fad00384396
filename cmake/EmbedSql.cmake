# hotline_embed_sql(target dir): compiles every .sql file of `dir` (recursively) into `target` as text.
# The generated file defines `extern const EmbeddedFile embedded_sql[]` of embedded_sql.hpp.
function(hotline_embed_sql target dir)
    file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/${dir}
         ${CMAKE_CURRENT_SOURCE_DIR}/${dir}/*.sql)
    list(SORT files)
    set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded_sql.cpp)
    set(inputs)
    foreach(file IN LISTS files)
        list(APPEND inputs ${CMAKE_CURRENT_SOURCE_DIR}/${dir}/${file})
    endforeach()
    add_custom_command(OUTPUT ${out}
        COMMAND ${CMAKE_COMMAND} -DOUT=${out} "-DFILES=${files}" -DDIR=${CMAKE_CURRENT_SOURCE_DIR}/${dir}
                -P ${CMAKE_SOURCE_DIR}/cmake/embed_sql.cmake
        DEPENDS ${inputs} ${CMAKE_SOURCE_DIR}/cmake/embed_sql.cmake VERBATIM)
    target_sources(${target} PRIVATE ${out})
endfunction()
