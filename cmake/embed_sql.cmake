# Turns sql/queries/<slice>/<name>.sql and sql/migrations/NNNN_what.sql into C++ in the build folder, compiled into ansvar_db:
#   queries/<slice>.hpp     extern const ansvar::db::Query <name>;   in namespace ansvar::queries::<slice>
#   queries/<slice>.cpp     their texts
#   queries/all.cpp         ansvar::db::all_queries()
#   migrations.cpp          ansvar::db::embedded_migrations(), with the SHA-256 of each file
# Included, this file declares the rules; the rules run it again as a script (cmake -P) for one output at a time.
# A new or removed file is seen by itself (CONFIGURE_DEPENDS), an edited one makes its own slice again.

set(raw_begin "R\"sql(")
set(raw_end ")sql\"")

# The text of a file as a C++ raw string.
function(read_as_literal path result)
  file(READ "${path}" text)
  string(FIND "${text}" "${raw_end}" clash)
  if(NOT clash EQUAL -1)
    message(FATAL_ERROR "${path} contains ${raw_end}, which ends a raw string")
  endif()
  set(${result} "${raw_begin}${text}${raw_end}" PARENT_SCOPE)
endfunction()

# Writes only when something changed, so that an edited query does not recompile everything that includes its header.
function(write_if_changed path text)
  if(EXISTS "${path}")
    file(READ "${path}" before)
    if(before STREQUAL text)
      return()
    endif()
  endif()
  file(WRITE "${path}" "${text}")
endfunction()

function(write_slice folder slice out)
  set(header "#pragma once\n\n#include \"db/query.hpp\"\n\nnamespace ansvar::queries::${slice} {\n\n")
  set(source "#include \"queries/${slice}.hpp\"\n\nnamespace ansvar::queries::${slice} {\n\n")
  file(GLOB files "${folder}/${slice}/*.sql")
  foreach(path IN LISTS files)
    get_filename_component(name "${path}" NAME_WE)
    if(NOT name MATCHES "^[a-z][a-z0-9_]*$")
      message(FATAL_ERROR "${path}: a query's name is lower_case and a C++ name")
    endif()
    read_as_literal("${path}" literal)
    string(APPEND header "extern const ::ansvar::db::Query ${name};\n")
    string(APPEND source "const ::ansvar::db::Query ${name}{\"${slice}/${name}\", ${literal}};\n\n")
  endforeach()
  write_if_changed("${out}/queries/${slice}.hpp" "${header}\n}  // namespace ansvar::queries::${slice}\n")
  write_if_changed("${out}/queries/${slice}.cpp" "${source}}  // namespace ansvar::queries::${slice}\n")
endfunction()

function(write_registry folder out)
  set(includes "#include \"db/query.hpp\"\n")
  set(entries "")
  file(GLOB files RELATIVE "${folder}" "${folder}/*/*.sql")
  foreach(path IN LISTS files)
    get_filename_component(slice "${path}" DIRECTORY)
    get_filename_component(name "${path}" NAME_WE)
    string(FIND "${includes}" "queries/${slice}.hpp" known)
    if(known EQUAL -1)
      string(APPEND includes "#include \"queries/${slice}.hpp\"\n")
    endif()
    string(APPEND entries "        &queries::${slice}::${name},\n")
  endforeach()
  write_if_changed("${out}/queries/all.cpp" "${includes}
namespace ansvar::db {

const std::vector<const Query*>& all_queries() {
    static const std::vector<const Query*> all{
${entries}    };
    return all;
}

}  // namespace ansvar::db
")
endfunction()

function(write_migrations folder out)
  set(entries "")
  file(GLOB files "${folder}/*.sql")
  foreach(path IN LISTS files)
    get_filename_component(name "${path}" NAME_WE)
    if(NOT name MATCHES "^([0-9][0-9][0-9][0-9])_[a-z0-9_]+$")
      message(FATAL_ERROR "${path}: a migration is called NNNN_what.sql")
    endif()
    math(EXPR version "1${CMAKE_MATCH_1} - 10000")
    file(SHA256 "${path}" checksum)
    read_as_literal("${path}" literal)
    string(APPEND entries "        {${version}, \"${name}\", ${literal}, \"${checksum}\"},\n")
  endforeach()
  write_if_changed("${out}/migrations.cpp" "#include \"db/migrations.hpp\"

namespace ansvar::db {

const std::vector<Migration>& embedded_migrations() {
    static const std::vector<Migration> all{
${entries}    };
    return all;
}

}  // namespace ansvar::db
")
endfunction()

if(CMAKE_SCRIPT_MODE_FILE)  # cmake -DWHAT=slice|registry|migrations -DFOLDER=… -DOUT=… [-DSLICE=…] -P embed_sql.cmake
  if(WHAT STREQUAL "slice")
    write_slice("${FOLDER}" "${SLICE}" "${OUT}")
  elseif(WHAT STREQUAL "registry")
    write_registry("${FOLDER}" "${OUT}")
  else()
    write_migrations("${FOLDER}" "${OUT}")
  endif()
  return()
endif()

set(embedder ${CMAKE_SOURCE_DIR}/cmake/embed_sql.cmake)
set(generated ${CMAKE_BINARY_DIR}/generated)
set(query_folder ${CMAKE_SOURCE_DIR}/sql/queries)
set(migration_folder ${CMAKE_SOURCE_DIR}/sql/migrations)
file(GLOB slices CONFIGURE_DEPENDS RELATIVE ${query_folder} ${query_folder}/*)
set(generated_sources ${generated}/queries/all.cpp ${generated}/migrations.cpp)
set(generated_headers)
set(every_query)

# The list of names is in each command line, so that a removed query counts as a change although no input is newer.
foreach(slice IN LISTS slices)
  file(GLOB files CONFIGURE_DEPENDS ${query_folder}/${slice}/*.sql)
  if(NOT files)
    continue()
  endif()
  string(SHA256 slice_names "${files}")
  add_custom_command(
    OUTPUT ${generated}/queries/${slice}.hpp ${generated}/queries/${slice}.cpp
    COMMAND ${CMAKE_COMMAND} -DWHAT=slice -DNAMES=${slice_names} -DFOLDER=${query_folder} -DSLICE=${slice} -DOUT=${generated} -P ${embedder}
    DEPENDS ${files} ${embedder} VERBATIM COMMENT "Embedding sql/queries/${slice}")
  list(APPEND generated_sources ${generated}/queries/${slice}.cpp)
  list(APPEND generated_headers ${generated}/queries/${slice}.hpp)
  list(APPEND every_query ${files})
endforeach()

string(SHA256 query_names "${every_query}")
add_custom_command(
  OUTPUT ${generated}/queries/all.cpp
  COMMAND ${CMAKE_COMMAND} -DWHAT=registry -DNAMES=${query_names} -DFOLDER=${query_folder} -DOUT=${generated} -P ${embedder}
  DEPENDS ${every_query} ${embedder} VERBATIM COMMENT "Embedding the list of queries")

file(GLOB migrations CONFIGURE_DEPENDS ${migration_folder}/*.sql)
string(SHA256 migration_names "${migrations}")
add_custom_command(
  OUTPUT ${generated}/migrations.cpp
  COMMAND ${CMAKE_COMMAND} -DWHAT=migrations -DNAMES=${migration_names} -DFOLDER=${migration_folder} -DOUT=${generated} -P ${embedder}
  DEPENDS ${migrations} ${embedder} VERBATIM COMMENT "Embedding sql/migrations")

# Sources of ansvar_db; what links it waits for the headers.
target_sources(ansvar_db PRIVATE ${generated_sources} ${generated_headers})
target_include_directories(ansvar_db PUBLIC ${generated})
