#!/bin/sh
# allow-bwrap.sh : lets bubblewrap use user namespaces where Ubuntu's AppArmor restricts them (as root).
#
# Ubuntu's own profile for it, bwrap-userns-restrict, takes every capability from the commands in a sandbox; a lab's
# sandbox needs them (`ip link add`). This profile leaves them, so it lifts Ubuntu's restriction for bubblewrap alone,
# for every user of this machine. To take it back: remove /etc/apparmor.d/bwrap, then `systemctl reload apparmor`.

set -eu
profiles=/etc/apparmor.d
if [ "$(id -u)" != 0 ]; then
  echo "Cannot load an AppArmor profile without root: run sudo sh harness/doctor/allow-bwrap.sh" >&2
  exit 2
fi
if ! [ -d "$profiles/abi" ] || ! command -v apparmor_parser >/dev/null; then
  echo "AppArmor is not in use here: nothing to do" >&2
  exit 1
fi

if [ -e "$profiles/bwrap-userns-restrict" ] && ! [ -e "$profiles/disable/bwrap-userns-restrict" ]; then
  mkdir -p "$profiles/disable"
  ln -s "$profiles/bwrap-userns-restrict" "$profiles/disable/bwrap-userns-restrict"
  apparmor_parser -R "$profiles/bwrap-userns-restrict" 2>/dev/null || true
fi

cat >"$profiles/bwrap" <<'PROFILE'
# Made by allow-bwrap.sh of container-network-labs: bubblewrap and what it starts may use user namespaces.
abi <abi/4.0>,
include <tunables/global>

profile bwrap /usr/bin/bwrap flags=(unconfined) {
  userns,
  include if exists <local/bwrap>
}
PROFILE
apparmor_parser -r "$profiles/bwrap"
