#!/usr/bin/env bash
# Builds the container image with buildah and tries it: the Dockerfile's three stages, the user, the size, `ansvar health`.
# Needs root. The base image is made here from Debian's packages, for an image registry is not always at hand.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
((EUID == 0)) || { echo "image needs root" >&2; exit 1; }
for tool in buildah mmdebstrap; do
    command -v "$tool" >/dev/null || { echo "image needs $tool: apt-get install buildah mmdebstrap" >&2; exit 1; }
done

work=$(mktemp -d)
cleanup() {
    [[ -z ${container:-} ]] || buildah rm "$container" >/dev/null 2>&1 || true
    chmod -R u+w "$work" && rm -rf "$work"
}
trap cleanup EXIT
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot CONTAINERS_STORAGE_CONF=$work/storage.conf
printf '[storage]\ndriver = "vfs"\nrunroot = "%s/run"\ngraphroot = "%s/graph"\n' "$work" "$work" >"$work/storage.conf"

echo "== base image"
sources=() options=()
for file in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list; do [[ -s $file ]] && sources+=("$file"); done
for file in /etc/apt/apt.conf.d/*; do grep -q '^Acquire::' "$file" && options+=(--aptopt="$file"); done
mmdebstrap --quiet --variant=minbase "${options[@]}" bookworm "$work/base.tar" "${sources[@]}"
base=$(buildah from scratch)
buildah add --quiet "$base" "$work/base.tar" / >/dev/null
buildah commit --quiet --format docker "$base" ansvar-base >/dev/null
buildah rm "$base" >/dev/null

echo "== build"
# The way to the registries on this machine: npm's settings and the certificates it trusts, mounted for the build only.
printf 'registry=%s\ncafile=/etc/host-certificates.crt\n' "$(npm config get registry 2>/dev/null)" >"$work/npmrc"
began=$SECONDS
buildah bud --quiet --pull-never --format docker --build-arg DEBIAN=localhost/ansvar-base \
    --volume "$work/npmrc:/root/.npmrc:ro" --volume /etc/ssl/certs/ca-certificates.crt:/etc/host-certificates.crt:ro \
    --tag ansvar:trial . >/dev/null
echo "built in $((SECONDS - began)) s"

echo "== try"
container=$(buildah from --pull-never localhost/ansvar:trial)
root=$(buildah mount "$container")
printf 'image: %s MB in all, binary %s MB\n' "$(du -sm "$root" | cut -f1)" "$(du -m "$root/usr/local/bin/ansvar" | cut -f1)"
# check SENTENCE COMMAND…
failed=0
check() {
    local sentence=$1
    shift
    if "$@" >"$work/out" 2>&1; then echo "kept    $sentence"; else
        failed=1
        echo "BROKEN  $sentence"
        tail -n 5 "$work/out"
    fi
}
inside() { buildah run "$container" -- "$@"; }
check "the binary finds all its libraries" inside ansvar --help
check "it does not run as root" bash -c "[[ \$(buildah run '$container' -- id -u) == 10001 ]]"
check "its pages and assets are there" bash -c "ls '$root'/usr/local/share/ansvar/templates/pages '$root'/usr/local/share/ansvar/assets >/dev/null"
check "no compiler, no Node and no sources are in it" bash -c "! ls '$root'/usr/bin/g++ '$root'/usr/bin/node '$root'/source 2>/dev/null | grep -q ."
check "health says that nobody answers" bash -c "! buildah run '$container' -- ansvar health --listen 127.0.0.1:9"
exit "$failed"
