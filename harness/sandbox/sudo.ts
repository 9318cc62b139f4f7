// sudo, for a world: whoever works there is root of it already, and the machine's own cannot work there. It comes before that.

/** Where a world's own programs are; its PATH begins with it. */
export const ownPrograms = "/run/bin";

/** A file for the sandbox: it runs the command as it is, and says once that it is needless. */
export const sudo = {
  path: `${ownPrograms}/sudo`,
  bytes: Buffer.from(`#!/bin/sh
# sudo(8), as far as scripts use it: whoever works in a lab is root already
[ -e /run/sudo-was-needless ] || {
  echo "sudo is needless here: you are root of this lab" >&2
  : >/run/sudo-was-needless
}
while [ $# -gt 0 ]; do
  case $1 in
    -u | --user | -g | --group | -p | --prompt) shift 2 ;;
    --) shift; break ;;
    -i | -s | --login | --shell) exec "\${SHELL:-/bin/bash}" ;;
    -*) shift ;;
    *=*) export "$1"; shift ;;
    *) break ;;
  esac
done
[ $# -gt 0 ] || exit 0
exec "$@"
`),
};
