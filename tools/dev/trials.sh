# shellcheck shell=bash
# Trials and measurements: one file each, run by name, too long or too demanding for every run of the tests.

# run_script FOLDER NAME ARGUMENT…: FOLDER/NAME.mjs by our Node, or FOLDER/NAME.sh.
run_script() {
    local folder=$1 name=$2
    shift 2
    if [[ -f $folder/$name.mjs ]]; then
        node "$folder/$name.mjs" "$@"
    elif [[ -f $folder/$name.sh ]]; then
        bash "$folder/$name.sh" "$@"
    else
        fail "there is no $folder/$name; there are: $(script_names "$folder")"
    fi
}

# The names in a folder: programs only, each with a first comment that says what it shows.
script_names() { find "$1" -maxdepth 1 \( -name '*.mjs' -o -name '*.sh' \) -printf '%f\n' 2>/dev/null | sed 's/\.[a-z]*$//' | sort | tr '\n' ' '; }

command_trial() {
    local name=${1:-}
    [[ -n $name ]] || {
        say "Trials: $(script_names tests/trials)"
        return 0
    }
    shift
    need_packages "the service" "${run_packages[@]}"
    # The image is built from the source inside a container; every other trial tries our own binary.
    [[ $name == image ]] || build_release
    run_script tests/trials "$name" "$@"
}

command_bench() {
    local name
    need_packages "the service" "${run_packages[@]}"
    need_packages "measuring" wrk
    build_release
    build_preset bench
    for name in ${1:-$(script_names tests/bench)}; do
        say "== $name"
        run_script tests/bench "$name" "${@:2}"
    done
}
