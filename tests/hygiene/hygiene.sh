#!/usr/bin/env bash
# Habits that a grep can keep. hygiene.sh [FOLDER]: reads the tracked files of a repository and prints each fault with its place;
# the last line counts the habits. planted.sh shows that each of them can be broken and seen.
set -uo pipefail
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../..}" || exit 1

passed=0 failed=0

# habit SENTENCE FAULTS: a habit holds when there are no faults.
habit() {
    if [[ -z $2 ]]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'BROKEN: %s\n%s\n' "$1" "$(head -n 12 <<<"$2")"
    fi
}

# in_cpp PATTERN PATHSPEC…: the lines of C++ that match once their // comments are gone, as "file:line:text".
in_cpp() {
    local pattern=$1
    shift
    git grep -nI '' -- "$@" 2>/dev/null | grep -E '\.(cpp|hpp):[0-9]+:' | sed -E 's@(:[0-9]+:)[[:space:]]*//.*@\1@; s@([;{}),])[[:space:]]+//.*@\1@' | grep -P "$pattern"
}

# The addresses this machine takes its packages from, read here and never written down.
registry_hosts() {
    {
        cat /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources} 2>/dev/null | grep -v '^#'
        command -v npm >/dev/null && npm config get registry 2>/dev/null
    } | grep -oE 'https?://[^/ ]+' | sed 's@.*://@@' | sort -u
}

sql='SELECT\s.*\bFROM\b|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|START\s+TRANSACTION|CREATE\s+TABLE|ALTER\s+TABLE'
habit "words for people live in templates/text, not in C++" "$(in_cpp '"[^"]*[åäöÅÄÖ]' src routing)"
habit "SQL lives in sql/, not in C++ (src/db runs its own session commands)" "$(in_cpp "\"[^\"]*\\b($sql)" src routing ':!src/db')"
habit "transactions are SQL text: the connector's commit, rollback and setAutoCommit swallow errors" \
    "$(git grep -lE '#include <(cppconn|mysql_|jdbc)' -- src | while read -r file; do in_cpp '(->|\.)(commit|rollback|setAutoCommit)\(' "$file"; done)"
habit "nothing is left for later in the code" \
    "$(git grep -nIE '\b(TODO|FIXME|XXX|HACK)\b' -- src routing sql templates tests tools cmake dev deploy ':!tests/hygiene')"
habit "file names are ASCII" "$(git ls-files -z | tr '\0' '\n' | grep -P '[^\x00-\x7F]')"
habit "a lock file names no download address" "$(git grep -nIE '"resolved": *"http' -- '*lock*.json')"
habit "no file names a package registry of this machine" \
    "$(for host in $(registry_hosts); do git grep -nIF "$host" -- . ':!*-lock.json'; done)"
top=$(dirname "$PWD")
habit "no file names a folder of this machine" "$([[ $top == / ]] || git grep -nIF "$top/" -- .)"
habit "third-party code is installed, never committed" "$(git ls-files | grep -E '(^|/)node_modules/|\.min\.(js|css)$')"
habit "no file but the word list is larger than 500 kB" "$(git ls-files -z -- . ':!routing/data/words.csv' | xargs -0 -r du -k 2>/dev/null | awk '$1 > 500')"
habit "every query and migration begins by saying what it is for" \
    "$(git ls-files 'sql/*.sql' | while read -r file; do [[ -f $file ]] && { head -n 1 "$file" | grep -qE '^-- .' || echo "$file:1"; }; done)"
habit "shell scripts pass shellcheck" "$(
    command -v shellcheck >/dev/null || exit 0
    git grep -lzE '^#!.*\bbash' -- . | xargs -0 -r shellcheck -x -f gcc 2>&1
)"

printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
