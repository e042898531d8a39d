# shellcheck shell=bash
# Everything CI runs, in the order that finds faults soonest, and the count of test cases as the last line.

passed=0 failed=0

# count_cases LOG: prints "PASSED FAILED" of a CTest log (LastTest.log), in test cases of Catch2, of Node's runner and of our
# scripts ("N passed, N failed"). A test that failed without naming a failed case (it crashed, or ran out of time) counts as one.
count_cases() {
    awk '
        function close_test() {
            if (verdict == "Failed" && bad == 0) bad = 1
            passed += good; failed += bad; good = 0; bad = 0; verdict = ""
        }
        /^[0-9]+\/[0-9]+ Testing: /                 { close_test() }
        /^All tests passed \(.* in [0-9]+ test case/ { for (i = 1; i <= NF; ++i) if ($i == "in") good += $(i + 1) }
        /^test cases: /                             { for (i = 2; i <= NF; ++i) {
                                                          if ($i == "passed") good += $(i - 1)
                                                          if ($i == "failed") bad += $(i - 1) } }
        /^# pass [0-9]+$/                           { good += $3 }
        /^# fail [0-9]+$/                           { bad += $3 }
        /^[0-9]+ passed, [0-9]+ failed/             { good += $1; bad += $3 }
        /^Test Failed\./                            { verdict = "Failed" }
        /^Unable to find executable/                { ++failed } # stands before its "Testing" line, which then claims to have passed
        END                                         { close_test(); print passed + 0, failed + 0 }
    ' "$1"
}

# run_label LABEL [CTEST-OPTION…]: runs one label's tests, shows the output of failing ones, and adds up the cases.
run_label() {
    local label=$1 code=0 good bad
    shift
    say "Tests: $label"
    ctest --test-dir build/dev -L "^$label\$" --output-on-failure --no-tests=ignore "$@" || code=$?
    cp build/dev/Testing/Temporary/LastTest.log "build/log/tests-$label.log" 2>/dev/null || return 0
    read -r good bad < <(count_cases "build/log/tests-$label.log")
    ((code == 0 || bad > 0)) || bad=1
    passed=$((passed + good)) failed=$((failed + bad))
}

command_unit() {
    need_packages "the build" "${build_packages[@]}" catch2
    need_packages "the tests" "${run_packages[@]}"
    build_assets
    build_preset dev
    run_label unit -j2
    finish_tests
}

# The very last line, in the form that CI reads.
finish_tests() {
    say "$passed passed, $failed failed"
    ((failed == 0 && passed > 0))
}

command_test() {
    need_packages "the build" "${build_packages[@]}"
    need_packages "the service" "${run_packages[@]}"
    need_packages "the test suite" "${test_packages[@]}"
    build_assets
    build_preset dev
    run_label unit -j2
    build_preset release
    run_label db -j2
    run_label browser
    finish_tests
}
