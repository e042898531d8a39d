# shellcheck shell=bash
# Form and taste: clang-format, clang-tidy, shellcheck, the templates' linters.

# Our C++ files, NUL-separated.
our_sources() { git ls-files -z -- '*.cpp' '*.hpp'; }

command_format() {
    need_packages "formatting" "${lint_packages[@]}"
    our_sources | xargs -0 -r clang-format -i
}

check_format() { our_sources | xargs -0 -r clang-format --dry-run -Werror; }

# Every script of its own; tools/dev's parts are read through ./dev, which sources them.
check_shell() { git grep -lzE '^#!.*\bbash' -- dev .ci tools tests | xargs -0 shellcheck -x; }

check_templates() {
    [[ -d templates/pages ]] || return 0
    node node_modules/.bin/upgrade-check templates/
}

command_lint() {
    local bad=0
    need_packages "the build" "${build_packages[@]}"
    need_packages "the linters" "${lint_packages[@]}"
    need_node_tools
    step "Checking the form of C++" check_format || bad=1
    step "Checking the scripts" check_shell || bad=1
    step "Checking the templates" check_templates || bad=1
    # Ninja compiles and reads only what has changed since the last time; the first time takes many minutes.
    configure tidy
    step "Reading the C++ with clang-tidy" cmake --build build/tidy -- -k 0 || bad=1
    ((bad == 0)) || return 1
    say "Nothing to mend."
}
