#!/bin/bash
# docs/class/slurm.sh on a real Slurm: a head and two nodes, of which one is pulled out in the middle; the grades are those of one run.
# As root, with Debian's slurm-wlm and munge; it takes about a minute and a half, so `bun run ok` leaves it out.
#
#   test/slurm.sh           run it
#   test/slurm.sh CMD…      run this on the head instead: test/slurm.sh sinfo
#
# Each is a network and UTS namespace, the nodes a pid namespace too. All files that they write are in memory, above the machine's: an
# overlay that is their root. Nothing of it outlives this script; links, routes, sysctls and mounts outside are compared.

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

fail() {
  echo "test/slurm.sh: $1" >&2
  exit 1
}

# shellcheck source=/dev/null # it has no first line: it is a part of this one, and of others
. "$here/test/outside.sh"

# ---- the cluster --------------------------------------------------------------------------------------------------------

if [ -n "${CNL_SLURM_ROOM:-}" ]; then
  room=$CNL_SLURM_ROOM
  unset CNL_SLURM_ROOM
  # shellcheck source=/dev/null # these have no first line: they are parts of this one
  . "$here/test/slurm/cluster.sh"
  # shellcheck source=/dev/null
  if [ $# -gt 0 ]; then "$@"; else . /srv/course/test/slurm/class.sh; fi
  exit
fi

# ---- outside ------------------------------------------------------------------------------------------------------------

[ "$(id -u)" = 0 ] || fail "Namespaces and mounts want root: sudo test/slurm.sh"
missing=()
for command in slurmctld:slurm-wlm slurmd:slurm-wlm sbatch:slurm-wlm munged:munge; do
  command -v "${command%:*}" > /dev/null || missing+=("${command#*:}")
done
[ ${#missing[@]} = 0 ] || fail "Packages are missing: apt-get install $(printf '%s\n' "${missing[@]}" | sort -u | xargs)"
command -v bun > /dev/null || fail "There is no bun command: ./setup"

room=$(mktemp -d /tmp/cnl-slurm.XXXXXX)
trap 'rmdir "$room"' EXIT
before=$(outside)
status=0
CNL_SLURM_ROOM=$room unshare --net --mount --pid --ipc --uts --fork --kill-child --mount-proc "$here/test/slurm.sh" "$@" || status=$?
same "the machine outside" "$before" "$(outside)"
exit $status
