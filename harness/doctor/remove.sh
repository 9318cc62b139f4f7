#!/bin/sh
# remove.sh : takes away what ./setup made in this checkout and on this machine, and what the labs keep: labs that are up, the
# state folder, node modules, Bun and Debian packages. Of the last two only what is noted in .setup-made, which ./setup writes.

set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
cd -- "$here" || exit
made=$here/.setup-made
state=${XDG_STATE_HOME:-$HOME/.local/state}/container-network-labs
status=0

say() { echo "setup: $*"; }
noted() { sed -n "s/^$1 //p" "$made" 2>/dev/null | sort -u; }

bun=$(sh harness/doctor/bun-install.sh --find 2>/dev/null || true)
for entry in "$state"/[0-9][0-9]-*.json; do
  [ -e "$entry" ] || continue
  lab=$(basename -- "$entry" .json)
  if [ -z "$bun" ] || ! [ -e "labs/$lab.ts" ]; then continue; fi
  say "Removing lab $lab"
  if ! "$bun" "labs/$lab.ts" down >/dev/null; then
    say "Lab $lab could not be removed: mend what it says, then run ./setup remove again" >&2
    exit 1
  fi
done
if [ -e "$state" ] || [ -L "$state" ]; then
  rm -rf -- "$state" && say "Removed $state"
fi
if [ -e node_modules ] || [ -L node_modules ]; then
  rm -rf -- node_modules && say "Removed the node modules"
fi

for prefix in $(noted bun); do
  if npm uninstall --global --prefix "$prefix" bun >/dev/null 2>&1; then
    rm -f -- "$prefix/bin/bun" "$prefix/bin/bunx"
    say "Removed Bun below $prefix"
  else
    say "Bun below $prefix could not be removed: npm uninstall --global --prefix $prefix bun" >&2
    status=1
  fi
done

packages=$(noted package | tr '\n' ' ')
packages=${packages% }
if [ -n "$packages" ]; then
  root=
  if [ "$(id -u)" != 0 ]; then root='sudo -n'; fi
  # dpkg, not apt: it removes nothing else, and refuses where something needs one of them
  # shellcheck disable=SC2086 # one word per package
  if $root dpkg --remove $packages >/dev/null 2>&1; then
    say "Removed the packages $packages"
  else
    say "Packages that ./setup installed are still there, because something needs them or that takes root:"
    echo "  sudo apt-get remove $packages"
    status=1
  fi
fi
if [ "$status" = 0 ]; then rm -f -- "$made"; fi
say "What is left is this checkout: rm -r '$here'"
exit "$status"
