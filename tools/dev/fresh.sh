# shellcheck shell=bash
# The two commands in a minimal Debian root of their own, so that an install step which only this machine has is found.
# Needs root (namespaces, chroot). The way to the package registries is read from this machine and copied in, never written down here.

fresh_root=build/fresh/root
fresh_base=${XDG_CACHE_HOME:-$HOME/.cache}/ansvar/debian-minbase.tar

# Debian's smallest root, kept as a tar file between runs.
make_debian_base() {
    local sources=() options=() file
    for file in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list; do
        [[ -s $file ]] && sources+=("$file")
    done
    for file in /etc/apt/apt.conf.d/*; do
        grep -q '^Acquire::' "$file" && options+=(--aptopt="$file")
    done
    mkdir -p "${fresh_base%/*}"
    mmdebstrap --variant=minbase "${options[@]}" bookworm "$fresh_base.new.tar" "${sources[@]}"
    mv "$fresh_base.new.tar" "$fresh_base"
}

# What a process needs to find the registries: names, trusted certificates, npm's settings.
copy_network_settings() {
    cp -L /etc/resolv.conf /etc/hosts "$fresh_root/etc/"
    cp /etc/ssl/certs/ca-certificates.crt "$fresh_root/etc/host-certificates.crt" 2>/dev/null || true
    printf 'registry=%s\n' "$(npm config get registry 2>/dev/null)" >"$fresh_root/root/.npmrc"
    [[ ! -s $fresh_root/etc/host-certificates.crt ]] || printf 'cafile=/etc/host-certificates.crt\n' >>"$fresh_root/root/.npmrc"
}

# The last commit, as a fresh clone, and the test data that stands beside it.
lay_out_source() {
    rm -rf "$fresh_root" && mkdir -p "$fresh_root"
    tar -C "$fresh_root" -xf "$fresh_base"
    mkdir -p "$fresh_root/srv" "$fresh_root/root/.cache/ccache"
    git clone -q --no-hardlinks "$top" "$fresh_root/srv/ansvar"
    [[ ! -d ../shared ]] || cp -r ../shared "$fresh_root/srv/shared"
    copy_network_settings
}

# A port of the loopback, which the fresh root shares with this machine, that nobody listens on.
free_port() {
    local candidate
    for candidate in $(shuf -i 20000-29999 -n 20); do
        (exec 3<>"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null || break
    done
    printf '%s' "$candidate"
}

# in_fresh_root COMMANDS: runs them in namespaces of their own; every process and mount is gone when they end.
in_fresh_root() {
    local inside
    inside=$(
        cat <<'TEXT'
set -e
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/tmp"
mount --bind "$ccache" "$root/root/.cache/ccache"
exec chroot "$root" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin CI="$CI" \
    NODE_EXTRA_CA_CERTS=/etc/host-certificates.crt ANSVAR_PORT="$ANSVAR_PORT" bash -c "cd /srv/ansvar && $commands" </dev/null
TEXT
    )
    mkdir -p "${XDG_CACHE_HOME:-$HOME/.cache}/ccache"
    root=$top/$fresh_root ccache=${XDG_CACHE_HOME:-$HOME/.cache}/ccache commands=$1 CI=${CI:-} ANSVAR_PORT=${ANSVAR_PORT:-$(free_port)} \
        nice unshare --mount --pid --fork --kill-child bash -c "$inside"
}

# Twice, for the second time must be quick and quiet.
try_up='time ./dev up && echo Once more: && time ./dev up && ./dev stop'
# The same as somebody who is not root but may use sudo.
as_user="apt-get update -qq && apt-get install -y -qq --no-install-recommends sudo >/dev/null 2>&1 && useradd --create-home dev &&
    echo 'dev ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/dev && chown -R dev /srv && cp /root/.npmrc /home/dev/ &&
    setpriv --reuid dev --regid dev --init-groups env HOME=/home/dev bash -c '$try_up'"

command_fresh() {
    local commands
    case ${1:-up} in
    up) commands=$try_up ;;
    user) commands=$as_user ;;
    test) commands='./dev test' ;;
    *) fail "fresh knows up, user and test, not $1" ;;
    esac
    ((EUID == 0)) || fail "fresh makes a Debian root of its own and needs root for that: sudo ./dev fresh ${1:-up}"
    need_packages "the fresh root" mmdebstrap git
    [[ -f $fresh_base ]] || step "Making a minimal Debian root" make_debian_base || fail "no Debian root could be made"
    [[ -z $(git status --porcelain --untracked-files=no) ]] || say "Only what is committed is tried; there are changes beside it."
    step "Laying out the fresh root" lay_out_source
    say "In the fresh root: $commands"
    in_fresh_root "$commands"
}
