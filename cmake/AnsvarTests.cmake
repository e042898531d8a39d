# One executable for each module's unit tests and one for the integration tests; labels: unit (seconds), db, browser.
find_package(Catch2 2 REQUIRED)
add_library(ansvar_test_main OBJECT ${CMAKE_SOURCE_DIR}/tests/support/main.cpp ${CMAKE_SOURCE_DIR}/tests/support/source_dir.cpp)
set_source_files_properties(${CMAKE_SOURCE_DIR}/tests/support/source_dir.cpp PROPERTIES
  COMPILE_DEFINITIONS ANSVAR_SOURCE_DIR_TEXT="${CMAKE_SOURCE_DIR}")
target_link_libraries(ansvar_test_main PUBLIC Catch2::Catch2 ansvar_options)

# What tests that need a database share: a server of their own, a fresh schema for each case.
add_library(ansvar_test_support STATIC ${CMAKE_SOURCE_DIR}/tests/support/kept_schemas.cpp ${CMAKE_SOURCE_DIR}/tests/support/test_database.cpp)
target_link_libraries(ansvar_test_support PUBLIC ansvar_db)
target_include_directories(ansvar_test_support PUBLIC ${CMAKE_SOURCE_DIR}/tests)

# What tests of pages share: the real templates and texts without a socket.
add_library(ansvar_test_pages STATIC ${CMAKE_SOURCE_DIR}/tests/support/test_pages.cpp)
target_link_libraries(ansvar_test_pages PUBLIC ansvar_web)
target_include_directories(ansvar_test_pages PUBLIC ${CMAKE_SOURCE_DIR}/tests)

# Mail servers: two that do as a script says, with certificates made for the test, Dovecot and Postfix.
find_package(OpenSSL REQUIRED)
set(mail_servers smtp_server imap_server dovecot postfix line_server tls_stream certificates)
list(TRANSFORM mail_servers PREPEND ${CMAKE_SOURCE_DIR}/tests/support/)
list(TRANSFORM mail_servers APPEND .cpp)
add_library(ansvar_test_smtp STATIC ${mail_servers})
target_link_libraries(ansvar_test_smtp PUBLIC ansvar_options PRIVATE OpenSSL::SSL)
target_include_directories(ansvar_test_smtp PUBLIC ${CMAKE_SOURCE_DIR}/tests)

# ansvar_tests(NAME LABEL label LIBS …): tests/<group>/<NAME>/*.cpp
function(ansvar_tests name)
  cmake_parse_arguments(arg "" "LABEL;DIR" "LIBS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${arg_DIR}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(test_${name} ${sources})
  target_link_libraries(test_${name} PRIVATE ansvar_test_main ${arg_LIBS})
  target_include_directories(test_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR})
  target_compile_options(test_${name} PRIVATE -include ${CMAKE_SOURCE_DIR}/tests/support/source_dir.hpp)
  add_test(NAME ${name} COMMAND test_${name})
  set_tests_properties(${name} PROPERTIES LABELS "${arg_LABEL}" WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  if(arg_LABEL STREQUAL db)
    set_tests_properties(${name} PROPERTIES ENVIRONMENT ANSVAR_QUERY_LOG=${CMAKE_BINARY_DIR}/queries/${name}.txt)
    set_property(GLOBAL APPEND PROPERTY ansvar_query_tests ${name})
  endif()
endfunction()

ansvar_tests(core LABEL unit DIR ${CMAKE_SOURCE_DIR}/tests/unit/core LIBS ansvar_core PkgConfig::zip)
ansvar_tests(routing LABEL unit DIR ${CMAKE_SOURCE_DIR}/tests/unit/routing LIBS ansvar_routing)
ansvar_tests(clock LABEL unit DIR ${CMAKE_SOURCE_DIR}/tests/unit/clock LIBS ansvar_clock)
ansvar_tests(web LABEL unit DIR ${CMAKE_SOURCE_DIR}/tests/unit/web LIBS ansvar_web PkgConfig::curl)
ansvar_tests(db LABEL db DIR ${CMAKE_SOURCE_DIR}/tests/unit/db LIBS ansvar_test_support)
ansvar_tests(identity LABEL db DIR ${CMAKE_SOURCE_DIR}/tests/unit/identity LIBS ansvar_identity ansvar_test_support ansvar_test_pages)
ansvar_tests(mail LABEL db DIR ${CMAKE_SOURCE_DIR}/tests/unit/mail LIBS ansvar_mail ansvar_test_support ansvar_test_pages ansvar_test_smtp
             PkgConfig::gmime)
ansvar_tests(schedule LABEL db DIR ${CMAKE_SOURCE_DIR}/tests/unit/schedule LIBS ansvar_schedule ansvar_test_support)
ansvar_tests(tickets LABEL db DIR ${CMAKE_SOURCE_DIR}/tests/unit/tickets LIBS ansvar_tickets ansvar_test_support)
ansvar_tests(matrix LABEL db DIR ${CMAKE_SOURCE_DIR}/tests/unit/matrix LIBS ansvar_matrix ansvar_test_support ansvar_test_pages)
target_sources(test_matrix PRIVATE ${CMAKE_SOURCE_DIR}/tests/unit/tickets/school.cpp)
add_dependencies(test_matrix routing_model)
ansvar_tests(inbox LABEL db DIR ${CMAKE_SOURCE_DIR}/tests/unit/inbox LIBS ansvar_inbox ansvar_test_support ansvar_test_pages ansvar_test_smtp)
target_sources(test_inbox PRIVATE ${CMAKE_SOURCE_DIR}/tests/unit/tickets/school.cpp)
add_executable(test_mail_reader ${CMAKE_SOURCE_DIR}/tests/support/mail_reader.cpp)
target_link_libraries(test_mail_reader PRIVATE ansvar_inbox)
add_dependencies(test_inbox test_mail_reader)
target_compile_definitions(test_inbox PRIVATE MAIL_READER="$<TARGET_FILE:test_mail_reader>")
ansvar_tests(reports LABEL db DIR ${CMAKE_SOURCE_DIR}/tests/unit/reports LIBS ansvar_reports ansvar_test_support ansvar_test_pages)
if(TARGET ansvar_app)
  ansvar_tests(integration LABEL db DIR ${CMAKE_SOURCE_DIR}/tests/integration LIBS ansvar_app ansvar_test_support ansvar_test_smtp PkgConfig::curl)
  add_dependencies(test_integration routing_model test_mail_reader)
  target_compile_definitions(test_integration PRIVATE MAIL_READER="$<TARGET_FILE:test_mail_reader>")
endif()

include(AnsvarFuzz)
include(AnsvarScriptTests)

# Last of the tests with a database: was every query of sql/queries run by one of them?
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/queries)
get_property(query_tests GLOBAL PROPERTY ansvar_query_tests)
ansvar_script_test(query_coverage LABEL db COMMAND bash tests/integration/query_coverage.sh ${CMAKE_BINARY_DIR}/queries ${query_tests})
set_tests_properties(query_coverage PROPERTIES DEPENDS "${query_tests}")
