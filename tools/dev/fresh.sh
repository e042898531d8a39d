# shellcheck shell=bash
# The two commands in a minimal Debian root, so that an install step which only this machine has is found.
command_fresh() { fail "fresh is not ready"; }
