# shellcheck shell=bash
# The service a developer looks at: build/release/ansvar with everything under var/.

data=var
port=${ANSVAR_PORT:-8080}
binary=build/release/ansvar
pid_file=$data/ansvar.pid

# The process id of our own running service; nothing when there is none (the file may be stale and name a stranger).
running_service() {
    local pid
    [[ -f $pid_file ]] && pid=$(<"$pid_file") && [[ -n $pid && -r /proc/$pid/cmdline ]] || return 0
    if tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF "ansvar serve --data $data "; then
        printf '%s' "$pid"
    fi
}

# http_status PATH: the status code of a GET on our port, by bash alone; nothing when nobody answers.
http_status() {
    (
        exec 3<>"/dev/tcp/127.0.0.1/$port" || exit 0
        printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$1" "$port" >&3
        read -r -t 3 _ status _ <&3 && printf '%s' "$status"
    ) 2>/dev/null
}

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }

stop_service() {
    local pid tries
    pid=$(running_service)
    [[ -n $pid ]] || return 0
    kill -TERM "$pid" 2>/dev/null || true
    for ((tries = 0; tries < 400; ++tries)); do
        [[ -d /proc/$pid ]] || break
        sleep 0.1
    done
    [[ ! -d /proc/$pid ]] || fail "the service (process $pid) did not stop within 40 s; its log is $data/ansvar.log"
    rm -f "$pid_file"
}

# Waits until the service answers 200 on /readyz; fails as soon as its process has ended.
wait_until_ready() {
    local pid=$1 tries
    for ((tries = 0; tries < 900; ++tries)); do
        [[ $(http_status /readyz) == 200 ]] && return 0
        [[ -d /proc/$pid ]] || return 1
        sleep 0.1
    done
    return 1
}

start_service() {
    local arguments=(serve --data "$data" --listen "127.0.0.1:$port" "$@") pid
    (umask 077 && mkdir -p "$data")
    ! port_is_taken || fail "another program listens on 127.0.0.1:$port. Stop it, or choose: ANSVAR_PORT=8081 ./dev up"
    setsid "$binary" "${arguments[@]}" </dev/null >"$data/ansvar.log" 2>&1 &
    pid=$!
    printf '%s\n' "$pid" >"$pid_file"
    if ! step "Starting the service" wait_until_ready "$pid"; then
        printf 'The end of %s:\n' "$data/ansvar.log" >&2
        tail -n 20 "$data/ansvar.log" >&2
        fail "the service did not become ready"
    fi
}

# Prints "who  link" for one person of the demo school.
print_link() {
    local who=$1 mail=$2 link
    link=$("$binary" user link --data "$data" "$mail" 2>>"$data/ansvar-links.log") ||
        fail "no sign-in link for $mail; see $data/ansvar-links.log"
    printf '  %-22s %s\n' "$who" "$link"
}

command_up() {
    local demo=(--demo)
    case ${1:-} in
    --empty) demo=() ;;
    '') ;;
    *) fail "up knows only --empty, not $1" ;;
    esac
    need_packages "the service" "${run_packages[@]}"
    build_release
    stop_service
    local is_new=true
    [[ ! -d $data/db ]] || is_new=false
    start_service "${demo[@]}"
    if $is_new && ((${#demo[@]} > 0)); then
        step "Filling the demo school with a year of tickets" "$binary" demo --data "$data" --tickets 400
    fi
    say "Ansvar answers on http://127.0.0.1:$port  (letters in $data/mail, log in $data/ansvar.log, ./dev stop ends it)"
    say "Sign in with a link; each works once, for 15 minutes:"
    if ((${#demo[@]} == 0)); then
        print_link "first administrator" admin
        return
    fi
    print_link "teacher" larare@skola.example
    print_link "agent, ITS" its@skola.example
    print_link "agent, ITP" itp@skola.example
    print_link "agent, SEK" sek@skola.example
    print_link "agent, VAKT" vakt@skola.example
    print_link "manager" chef@skola.example
    print_link "administrator" admin@skola.example
}

command_stop() {
    if [[ -n $(running_service) ]]; then
        stop_service
        say "Stopped."
    else
        say "No service of ours runs here."
    fi
}

command_demo() {
    [[ -x $binary ]] || build_release
    need_packages "the service" "${run_packages[@]}"
    "$binary" demo --data "$data" --tickets "${1:-1000}"
}
