#!/usr/bin/env bash
# The files that put Ansvar into containers and under systemd, read by the tools they are meant for.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
passed=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# expect SENTENCE COMMAND…: shows what the command said only when it fails.
expect() {
    local sentence=$1
    shift
    if "$@" >"$work/out" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED: %s\n' "$sentence"
        cat "$work/out"
    fi
}

# tool NAME: whether it is here; says so when it is not.
tool() { command -v "$1" >/dev/null || { echo "skipped, $1 is not installed"; return 1; }; }

# refuses TEXT COMMAND…: the command fails, and its words hold the text.
refuses() {
    local text=$1
    shift
    ! "$@" >"$work/said" 2>&1 && grep -q "$text" "$work/said"
}

if tool docker-compose; then
    expect "docker-compose.yml is valid" docker-compose -f docker-compose.yml config -q
    sed 's/service_healthy/service_ready/' docker-compose.yml >"$work/docker-compose.yml"
    expect "a wrong condition would be seen" refuses service_ready docker-compose -f "$work/docker-compose.yml" config -q
fi
if tool haproxy; then
    # The name "app" is known in the compose network only.
    sed 's/server app app:8080/server app 127.0.0.1:8080/' deploy/haproxy.cfg >"$work/haproxy.cfg"
    expect "haproxy.cfg is valid, without a warning" haproxy -c -dW -f "$work/haproxy.cfg"
fi
expect "the proxy logs no query string" bash -c '! grep -E "^[^#]*(%HQ|%HU|%r|%\{\+Q\}r|httplog|capture.req.uri|[^.]url\b)" deploy/haproxy.cfg'
if tool systemd-analyze; then
    sed 's@^ExecStart=/usr/local/bin/ansvar@ExecStart=/bin/true@' deploy/ansvar.service >"$work/ansvar.service"
    expect "the systemd unit is valid" systemd-analyze verify "$work/ansvar.service"
    cp deploy/ansvar-backup.* "$work/"
    expect "the nightly backup's units are valid" systemd-analyze verify "$work/ansvar.service" "$work/ansvar-backup.service" "$work/ansvar-backup.timer"
    expect "the systemd unit leaves little open (at most 1.5 of 10)" systemd-analyze security --offline=yes --threshold=15 "$work/ansvar.service"
fi
expect "secrets are made once and never changed" bash -c "
    cp -r deploy '$work/deploy' && cd '$work/deploy' && rm -rf secrets && ./make-secrets.sh && cp secrets/database_url ../before &&
    ./make-secrets.sh && cmp secrets/database_url ../before && [[ \$(stat -c %a secrets) == 700 ]] &&
    grep -qF \"\$(cat secrets/database_password)\" secrets/database_url"

printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
