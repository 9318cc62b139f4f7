#!/bin/bash
# The yardstick for `bun labs/03-bridge.ts --quiet`: the same sandbox and the same commands, from a plain shell.
# bench/run starts both in turn; this script ends with its sandbox.
set -eu

unprivileged=()
if [ "$(id -u)" = 0 ]; then unprivileged=(setpriv --reuid=65534 --regid=65534 --clear-groups --); fi

exec "${unprivileged[@]}" bwrap --unshare-user --uid 0 --gid 0 --cap-add ALL --dev-bind / / -- \
  bwrap --unshare-net --unshare-pid --unshare-ipc --unshare-uts --cap-add ALL --hostname host \
  --ro-bind / / --tmpfs /run --tmpfs /tmp --dev /dev --proc /proc \
  --setenv PATH /usr/sbin:/usr/bin:/sbin:/bin bash -ec '
mount -t sysfs sysfs /sys
mkdir /run/netns
fails() { ! "$@"; }
COMMANDS
' >/dev/null 2>&1
