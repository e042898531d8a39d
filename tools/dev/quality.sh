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

# clang-tidy reads the compile commands of the dev preset; -quiet leaves the counts of suppressed warnings out.
check_tidy() { git ls-files 'src/*.cpp' 'routing/*.cpp' | xargs -r -P "$(nproc)" -n 4 clang-tidy -p build/dev -quiet; }

check_templates() {
    [[ -d templates/pages ]] || return 0
    node node_modules/.bin/upgrade-check templates/
}

command_lint() {
    local bad=0
    need_packages "the build" "${build_packages[@]}" catch2
    need_packages "the linters" "${lint_packages[@]}"
    need_node_tools
    configure dev
    step "Generating what the linters read" cmake --build build/dev --target ansvar_generated || true
    step "Checking the form of C++" check_format || bad=1
    step "Checking the scripts" check_shell || bad=1
    step "Checking the templates" check_templates || bad=1
    step "Reading the C++ with clang-tidy" check_tidy || bad=1
    ((bad == 0)) && say "Nothing to mend."
}
