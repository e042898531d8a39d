# shellcheck shell=bash
# What a person sees of a command: one line for each step that takes time, and the end of its log when it fails.

log_folder=build/log

say() { printf '%s\n' "$*"; }

# Says plainly what cannot be done, and stops.
fail() {
    printf 'dev: %s\n' "$*" >&2
    exit 1
}

# The last "[12/80]" of a Ninja log as a percentage; nothing when there is none.
progress_of() {
    local last
    last=$(tail -c 4000 "$1" 2>/dev/null | grep -oE '^\[[0-9]+/[0-9]+\]' | tail -n 1) || return 0
    [[ -n $last ]] || return 0
    last=${last//[\[\]]/}
    printf ' %d %%' $((100 * ${last%/*} / ${last#*/}))
}

# step TITLE COMMAND…: runs the command with its output in a log. Silent when it is done within a second; otherwise the title,
# how far it has come, and how long it took. A failure shows the log's end and returns the command's code.
step() {
    local title=$1 log code=0 started=$SECONDS shown='' next=15 pid
    shift
    mkdir -p "$log_folder"
    log=$log_folder/$(tr -cs '[:alnum:]' '-' <<<"$title" | tr '[:upper:]' '[:lower:]' | sed 's/^-*//; s/-*$//').log
    set -m # a process group of its own, so that Ctrl-C ends all of it
    ("$@") >"$log" 2>&1 </dev/null &
    pid=$!
    set +m
    trap 'kill -- -'"$pid"' 2>/dev/null; exit 130' INT TERM
    sleep 0.2
    while kill -0 "$pid" 2>/dev/null; do
        if [[ -z $shown && $((SECONDS - started)) -ge 1 ]]; then
            shown=yes
            printf '%s …' "$title"
        elif [[ -n $shown && -t 1 ]]; then
            printf '\r%s …%s  ' "$title" "$(progress_of "$log")"
        elif [[ -n $shown && $((SECONDS - started)) -ge $next ]]; then
            printf '%s' "$(progress_of "$log")"
            next=$((next + 15))
        fi
        sleep 0.3
    done
    wait "$pid" || code=$?
    trap - INT TERM
    if ((code != 0)); then
        [[ -n $shown ]] && printf ' failed\n'
        printf '%s failed.\n' "$title" >&2
        [[ ! -s $log ]] || printf 'The end of %s:\n%s\n' "$log" "$(tail -n 40 "$log")" >&2
        return "$code"
    fi
    [[ -n $shown && -t 1 ]] && printf '\r%s …' "$title"
    [[ -n $shown ]] && printf ' %d s        \n' $((SECONDS - started))
    return 0
}
