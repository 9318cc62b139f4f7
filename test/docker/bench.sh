# Part of test/docker.sh: lab 03 against what people would use instead, Docker among them.
# shellcheck shell=bash

# in a /proc of its own: a part of this machine's is read-only, and below such a one no world has any
unshare --mount --pid --fork --kill-child --mount-proc bun run bench up || fail "the bench ended with an error"
ok "lab 03 beside two containers of Docker"
