#!/usr/bin/env bash
# The last line of ./dev test must never count a failure as nothing: logs of every kind of runner, and what they must add up to.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=tools/dev/test.sh
source tools/dev/test.sh
log=$(mktemp)
trap 'rm -f "$log"' EXIT
good=0 bad=0

# counts SENTENCE "PASSED FAILED", with the log on standard input.
counts() {
    local said
    cat >"$log"
    said=$(count_cases "$log")
    if [[ $said == "$2" ]]; then
        good=$((good + 1))
    else
        bad=$((bad + 1))
        echo "FAILED: $1: $said instead of $2"
    fi
}

counts "a Catch2 program that passed" "38 0" <<'LOG'
1/1 Testing: core
1/1 Test: core
All tests passed (20918 assertions in 38 test cases)
Test Passed.
LOG
counts "a program with one test case" "1 0" <<'LOG'
1/1 Testing: core
All tests passed (1 assertion in 1 test case)
Test Passed.
LOG
counts "a Catch2 program with failed cases" "35 3" <<'LOG'
1/1 Testing: core
test cases:    38 |    35 passed | 3 failed
assertions: 20918 | 20913 passed | 5 failed
Test Failed.
LOG
counts "a Catch2 program in which all failed" "0 2" <<'LOG'
1/1 Testing: core
test cases: 2 | 2 failed
assertions: 2 | 2 failed
Test Failed.
LOG
counts "a program that crashed counts as one, and its neighbours count on" "40 1" <<'LOG'
1/3 Testing: a
All tests passed (9 assertions in 30 test cases)
Test Passed.
2/3 Testing: b
==1==ERROR: AddressSanitizer: heap-use-after-free
Test Failed.
3/3 Testing: c
All tests passed (9 assertions in 10 test cases)
Test Passed.
LOG
counts "a sanitizer's report after all cases passed" "10 1" <<'LOG'
1/1 Testing: b
All tests passed (9 assertions in 10 test cases)
==1==ERROR: LeakSanitizer: detected memory leaks
Test Failed.
LOG
counts "a test that ran out of time" "0 1" <<'LOG'
1/1 Testing: slow
Test time =   1.00 sec
Test Failed.
LOG
counts "a program that was not built" "3 1" <<'LOG'
1/2 Testing: a
All tests passed (9 assertions in 3 test cases)
Test Passed.
Unable to find executable: test_b
2/2 Testing: b
Test Passed.
LOG
counts "Node's summary" "20 2" <<'LOG'
1/1 Testing: browser
# tests 22
# pass 20
# fail 2
# cancelled 0
Test Failed.
LOG
counts "a script of ours, and one that was skipped" "11 1" <<'LOG'
1/2 Testing: hygiene
11 passed, 1 failed
Test Failed.
2/2 Testing: skipped
Test Passed.
LOG

echo "$good passed, $bad failed"
((bad == 0))
