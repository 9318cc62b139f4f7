#!/bin/bash
# Labs 02 to 06 with real Docker, graded; and the kit's image, with the rights of docs/class/indexed-job.yaml. As root, with Debian's
# docker.io and mmdebstrap; it takes about ten minutes, so `bun run ok` leaves it out.
#
#   test/docker.sh                       run them
#   test/docker.sh --labs, --course, --build     run one part: the labs; the image in a job; the Dockerfile, and ./setup in a container
#   test/docker.sh --bench               lab 03 against what people would use instead, Docker among them
#   test/docker.sh CMD…                  run this on the machine instead: test/docker.sh bash
#
# "The machine" is a network namespace (with mount, pid, ipc and uts namespaces, and a dockerd of its own), never the machine that you
# sit at: of that, links, addresses, routes, rules, sysctls and mounts are compared before and after.

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

fail() {
  echo "test/docker.sh: $1" >&2
  exit 1
}

# shellcheck disable=SC2317 # for the parts
ok() {
  passed=$((passed + 1))
  echo "ok   $1"
}

case ${1:-} in
  '') parts=(labs course build) ;;
  --labs | --course | --build | --bench) parts=("${1#--}") ;;
  --*) fail "Unknown argument \"$1\": test/docker.sh, --labs, --course, --build, --bench, or a command" ;;
  *) parts=() ;;
esac

# shellcheck source=/dev/null # it has no first line: it is a part of this one, and of others
. "$here/test/outside.sh"

# ---- on the machine -----------------------------------------------------------------------------------------------------

if [ -n "${CNL_DOCKER_MACHINE:-}" ]; then
  room=$CNL_DOCKER_MACHINE
  unset CNL_DOCKER_MACHINE
  mount --make-rprivate /
  # a sysfs shows the network namespace it was mounted in; the control groups are mounted below the old one
  mkdir "$room/cgroup"
  mount --rbind /sys/fs/cgroup "$room/cgroup"
  mount -t sysfs sysfs /sys
  mount --rbind "$room/cgroup" /sys/fs/cgroup
  umount -l "$room/cgroup"
  mount -t tmpfs -o mode=755 tmpfs /run
  mkdir /run/lock
  # dockerd raises kernel.keys.*, which every namespace shares
  mount --bind /proc/sys/kernel /proc/sys/kernel
  mount -o remount,bind,ro /proc/sys/kernel
  ip link set lo up
  unset DOCKER_HOST DOCKER_CONTEXT
  export XDG_STATE_HOME=/run/state HOME=/run/home
  mkdir /run/home

  dockerd --data-root "$room/data" --exec-root /run/docker --pidfile /run/docker.pid --host unix:///run/docker.sock \
    --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "/$(basename "$room")" \
    > "$room/dockerd.log" 2>&1 &
  dockerd=$!
  until docker version > /dev/null 2>&1; do
    kill -0 $dockerd 2> /dev/null || { tail -n 5 "$room/dockerd.log" >&2 && fail "dockerd ended"; }
    sleep 0.2
  done
  cd "$here"
  docker/images --build

  status=0
  case ${1:-} in
    '' | --*)
      passed=0
      # shellcheck source=/dev/null # these have no first line: they are parts of this one
      for part in "${parts[@]}"; do . "test/docker/$part.sh"; done
      echo "$passed passed"
      ;;
    *) "$@" || status=$? ;;
  esac
  kill $dockerd
  wait $dockerd || true
  exit $status
fi

# ---- outside ------------------------------------------------------------------------------------------------------------

[ "$(id -u)" = 0 ] || fail "dockerd wants root: sudo test/docker.sh"
for command in dockerd docker bun; do
  command -v $command > /dev/null || fail "There is no $command command: apt-get install docker.io; ./setup"
done

room=$(mktemp -d /tmp/cnl-docker.XXXXXX)
# mounts and processes end with their namespaces; these are left
clean() {
  local group
  for group in "/sys/fs/cgroup/$(basename "$room")" /sys/fs/cgroup/*/"$(basename "$room")"; do
    # what ran in there may still be ending
    while [ -d "$group" ]; do find "$group" -depth -type d -exec rmdir {} + 2> /dev/null || sleep 0.1; done
  done
  rm -rf "$room"
}
trap clean EXIT

before=$(outside)
# before the machine, which has no network
case " ${parts[*]} " in *" course "*) docker/course-image "$room/course.tar" ;; esac
case " ${parts[*]} " in
  *" build "*)
    mkdir "$room/known"
    cp -L "${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}" "$room/known/certificates.pem"
    unshare --mount --pid --fork --kill-child --mount-proc mmdebstrap --quiet --variant=minbase --dpkgopt=force-unsafe-io \
      --customize-hook="copy-in $room/known/certificates.pem /" bookworm "$room/base.tar"
    setpriv --pdeathsig KILL bun "$here/test/docker/way-out.ts" out "$room/out.sock" &
    way_out=$!
    ;;
esac
status=0
CNL_DOCKER_MACHINE=$room unshare --net --mount --pid --ipc --uts --fork --kill-child --mount-proc \
  "$here/test/docker.sh" "$@" || status=$?
if [ -n "${way_out:-}" ]; then kill "$way_out"; fi
clean
same "the machine outside" "$before" "$(outside)"
exit $status
