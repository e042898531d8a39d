#!/usr/bin/env bash
# Breaks every habit of hygiene.sh once, in a repository of its own, and expects each to be seen.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
repository=$folder/repository
mkdir -p "$repository"/{src/tickets,sql/queries,node_modules/x}
cd "$repository"
git init -q

host=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources} 2>/dev/null | grep -v '^#' | grep -oE 'https?://[^/ ]+' | sed 's@.*://@@' | sort | head -n 1 || true)
cat >src/tickets/wrong.cpp <<'CPP'
#include <cppconn/connection.h>
const auto word = "ärende";
const auto query = "SELECT id FROM tickets";
void f() { connection->commit(); }
CPP
printf '// %s: later\n' "TO""DO" >>src/tickets/wrong.cpp
printf 'SELECT 1;\n' >sql/queries/select_one.sql
printf '{"resolved": "http://somewhere/x.tgz"}\n' >package-lock.json
printf 'see %s and %s/x\n' "${host:-localhost}" "$folder" >README.md
printf 'x\n' >"får.txt"
printf 'x\n' >node_modules/x/index.js
printf '#!/usr/bin/env bash\ncd /tmp\n' >script.sh
head -c 700000 /dev/zero | tr '\0' 'x' >large.txt
git add -f .

out=$(bash "$here/hygiene.sh" "$repository") && {
    echo "hygiene.sh found nothing wrong in a repository full of faults"
    exit 1
}
# Without shellcheck or package sources on this machine those two cannot be broken.
expected=12
command -v shellcheck >/dev/null || expected=$((expected - 1))
[[ -n $host ]] || expected=$((expected - 1))
broken=$(grep -c '^BROKEN' <<<"$out")
if ((broken != expected)); then
    printf '%s\n%d of %d planted faults were seen\n0 passed, 1 failed\n' "$out" "$broken" "$expected"
    exit 1
fi
echo "1 passed, 0 failed"
