#!/bin/sh
# which-row.sh : says which row of docs/machines.md is for a machine on which the labs cannot run as they are, and why; status 1.
# Says nothing, status 0, where nothing is known to be in the way.
#
# which-row.sh --tried : a sandbox was tried, and there is none.

set -u

# by name, so that a test can be on another machine
system=$(uname -s)
version=$(cat "${PROC_VERSION:-/proc/version}" 2>/dev/null || true)

row() {
  echo "setup: $1" >&2
  echo "→ docs/machines.md, row \"$2\": $3" >&2
  exit 1
}

case $system in
  Linux) ;;
  Darwin) row "This is macOS: the labs need a Linux kernel" macOS "vagrant up, or Lima" ;;
  MINGW* | MSYS* | CYGWIN* | Windows*)
    row "This is Windows: the labs need a Linux kernel" Windows "wsl --install, and ./setup in there" ;;
  *) row "This is $system: the labs need a Linux kernel" "no Linux" "vagrant up, or a course site that somebody runs" ;;
esac
case $version in
  *Microsoft*-WSL2* | *microsoft-standard-WSL2*) ;;
  *Microsoft*) row "This is WSL 1, which has no Linux kernel" Windows "wsl --set-version DISTRIBUTION 2" ;;
esac

[ "${1:-}" = --tried ] || exit 0
why="No sandbox can be made here (bun run doctor says why)"
if [ "${CODESPACES:-}" = true ]; then
  row "$why" "GitHub Codespaces" 'a .devcontainer/devcontainer.json with "privileged": true'
elif [ -e /.dockerenv ] || [ -e /run/.containerenv ] || [ -n "${KUBERNETES_SERVICE_HOST:-}" ]; then
  row "$why" "container" "docker run --privileged"
elif [ -e /dev/.cros_milestone ]; then
  row "$why" Chromebook "the Linux development environment"
elif [ -n "$version" ] && [ "${version#*WSL2}" != "$version" ]; then
  row "$why" Windows "vagrant up on Windows itself, where WSL's kernel lacks something"
elif [ "$(id -u)" != 0 ]; then
  row "$why" "a shared server" "ask its administrator for user namespaces, or take a virtual machine"
fi
row "$why" Linux "bun run doctor"
