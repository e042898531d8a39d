# shellcheck shell=bash
# Building: the binary by CMake presets, the page assets by a Node script.

# Compiled objects are found again from another clone of the same source.
export CCACHE_BASEDIR=$top CCACHE_NOHASHDIR=true

# configure PRESET: only when there is no build folder yet or the presets have changed; Ninja sees to the rest itself.
configure() {
    local cache=build/$1/CMakeCache.txt
    [[ -f build/$1/build.ninja && $cache -nt CMakePresets.json ]] && return 0
    step "Configuring build/$1" cmake --preset "$1"
}

# build_preset PRESET [TARGET…]
build_preset() {
    local preset=$1
    shift
    configure "$preset" || fail "CMake could not configure build/$preset"
    step "Building build/$preset${1:+ ($*)}" cmake --build "build/$preset" ${1:+--target "$@"} || fail "the build of build/$preset failed"
}

build_assets() {
    local made=build/assets/.made
    need_node_tools
    if [[ -f $made && -z $(find templates/assets tools/build_assets.mjs package-lock.json -newer "$made" -print -quit) ]]; then
        return 0
    fi
    step "Building the page assets" node tools/build_assets.mjs build/assets || fail "the page assets could not be built"
    touch "$made"
}

build_release() {
    need_packages "the build" "${build_packages[@]}"
    build_assets
    build_preset release
}
