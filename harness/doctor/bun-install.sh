#!/bin/sh
# bun-install.sh : finds Bun of the version that package.json pins, installs it from the npm registry where it is
# missing (for everybody as root, else below ~/.local), and prints its path.
#
# bun-install.sh --find : only finds it; exit status 1 when it is not there.

set -eu
umask 022
package_json=$(dirname -- "$0")/../../package.json
version=$(sed -n 's/.*"packageManager": *"bun@\([^"]*\)".*/\1/p' "$package_json")
user_prefix=$HOME/.local

is_pinned() {
  [ -n "$1" ] && [ "$("$1" --version 2>/dev/null </dev/null)" = "$version" ]
}

find_bun() {
  for bun in "$(command -v bun || true)" "$user_prefix/bin/bun" /usr/local/bin/bun /usr/bin/bun; do
    if is_pinned "$bun"; then
      echo "$bun"
      return
    fi
  done
  return 1
}

if find_bun; then exit 0; fi
if [ "${1:-}" = --find ]; then exit 1; fi

if ! command -v npm >/dev/null; then
  echo "setup: Bun $version comes from npm, and npm is not here" >&2
  exit 1
fi

if [ "$(id -u)" = 0 ]; then prefix=$(npm prefix -g); else prefix=$user_prefix; fi
echo "setup: Installing Bun $version below $prefix" >&2
if ! out=$(npm install --global --prefix "$prefix" --no-audit --no-fund "bun@$version" 2>&1 </dev/null); then
  printf '%s\n' "$out" | grep -i 'npm err' | head -n 5 >&2
  echo "setup: npm could not install bun@$version: mend what it says, then run ./setup again" >&2
  exit 1
fi

# npm may refuse to run Bun's install script, which puts the binary in its place: then link it from where it lies.
if ! is_pinned "$prefix/bin/bun"; then
  for binary in "$prefix"/lib/node_modules/bun/node_modules/@oven/*/bin/bun "$prefix"/lib/node_modules/@oven/*/bin/bun; do
    if is_pinned "$binary"; then
      ln -sf "$binary" "$prefix/bin/bun"
      break
    fi
  done
fi

if is_pinned "$prefix/bin/bun"; then
  echo "$prefix/bin/bun"
else
  echo "setup: npm installed Bun below $prefix, but $prefix/bin/bun does not run as version $version here" >&2
  exit 1
fi
