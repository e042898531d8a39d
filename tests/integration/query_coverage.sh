#!/usr/bin/env bash
# query_coverage.sh FOLDER TEST…: fails naming each query of sql/queries that none of the tests ran. Each test executable leaves the names of
# the queries it ran in FOLDER/<test>.txt when ANSVAR_QUERY_LOG says so. Without one of these there is nothing to judge: skipped.
set -euo pipefail
folder=$1
shift
for test in "$@"; do
    if [[ ! -f $folder/$test.txt ]]; then
        echo "skipped: test_$test has not left $folder/$test.txt"
        exit 77
    fi
    [[ $folder/$test.txt -nt $folder/../test_$test ]] || { echo "skipped: test_$test was built after it last ran"; exit 77; }
done
missing=$(comm -23 <(cd sql/queries && find . -name '*.sql' -printf '%P\n' | sed 's/\.sql$//' | LC_ALL=C sort) \
                   <(cd "$folder" && cat "${@/%/.txt}" | LC_ALL=C sort -u))
count=$(find sql/queries -name '*.sql' | wc -l)
if [[ -n $missing ]]; then
    echo "no test runs these queries:"
    echo "$missing"
    echo "$((count - $(wc -l <<<"$missing"))) passed, $(wc -l <<<"$missing") failed"
    exit 1
fi
echo "all $count queries were run by a test"
echo "1 passed, 0 failed"
