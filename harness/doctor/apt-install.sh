#!/bin/sh
# apt-install.sh PACKAGE... : installs Debian packages, as root, and asks nothing.
#
# Debian starts a service when its package is installed. The labs want nginx as a program, not a web server on
# port 80 of this machine, so for this one run a policy-rc.d(8) says no for nginx, and afterwards the service is
# disabled, unless nginx was here before.

set -eu
umask 022
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
mark='made by apt-install.sh of container-network-labs'
log=$(mktemp)

finish() {
  rm -f "$log"
  if grep -qs "$mark (process $$)" "$policy"; then rm -f "$policy"; fi
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# After a kill -9 no trap runs: the policy itself looks whether this process still lives, and else removes itself.
keep_nginx_from_starting() {
  if [ -e "$policy" ] && ! grep -qs "$mark" "$policy"; then return; fi
  cat >"$policy" <<POLICY
#!/bin/sh
# $mark (process $$) while it installs; may be removed
if ! kill -0 $$ 2>/dev/null; then rm -f "\$0"; exit 0; fi
case " \$* " in *" nginx"*) exit 101 ;; esac
exit 0
POLICY
  chmod 755 "$policy"
}

leave_nginx_off() {
  if [ -d /run/systemd/system ]; then systemctl disable --now --quiet nginx.service; fi
  update-rc.d nginx disable
}

apt() {
  apt-get -o DPkg::Lock::Timeout=120 -o APT::Color=0 "$@" >>"$log" 2>&1 </dev/null
}

install_packages() {
  apt install -y --no-install-recommends "$@"
}

nginx_before=$(command -v nginx || true)
keep_nginx_from_starting

# the lists are fetched only where there are none, or where they turn out to be too old
ls /var/lib/apt/lists/*Packages* >/dev/null 2>&1 || apt update || true
if ! install_packages "$@"; then
  : >"$log"
  apt update || true
  if ! install_packages "$@"; then
    grep -E '^(E|W|dpkg): ?' "$log" | head -n 8 >&2
    exit 1
  fi
fi

if [ -z "$nginx_before" ] && command -v nginx >/dev/null; then
  leave_nginx_off >/dev/null 2>&1 || true
fi
