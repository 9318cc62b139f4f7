# Read by test/docker.sh, on its machine: each lab with real Docker, graded, and removed again.
# shellcheck shell=bash disable=SC2154 # `stack`, `same`, `ok`, `fail` are test/docker.sh's

# Runs a command that must fail with this status and say this.
refused() {
  local what=$1 words=$2 said got=0
  shift 2
  said=$("$@" 2>&1) || got=$?
  [ $got = 2 ] || fail "$what: status $got: $said"
  case $said in *"$words"*) ok "$what" ;; *) fail "$what: it said: $said" ;; esac
}

lab() { bun "labs/$1.ts" "${@:2}"; }
up() { lab "$1" --engine docker --yes-this-machine --quiet; }

# The stack when no container is plugged in. The kernel reports the missing carrier a moment later; and it gives docker0 an IPv6
# link-local address with the first carrier, and leaves it there.
quiet_stack() {
  until ip link show docker0 | grep NO-CARRIER > /dev/null; do sleep 0.05; done
  stack | sed -E 's/ fe80:[^ ]*//; /(fe80|ff00)::/d'
}

empty=$(quiet_stack)
containers=$(docker ps --all --quiet)

for name in 02-host-network 03-bridge 04-arp 05-iflink 06-trace; do
  number=${name%%-*}
  bun test/docker/record.ts --check "$number" > /dev/null || fail "$name: its commands and its text"
  ok "$name is built with Docker; both texts have its commands"
  report=$(bun grader "$number") || fail "$name: $report"
  ok "$report"
  cable=$(ip -br link show type veth | grep -o '^veth[0-9a-f]*' | head -n 1)
  lab "$name" graph | grep " ══ " > /dev/null || fail "$name: graph draws no cable"
  case $name in
    02*) lab "$name" exec web1 -- ip route | grep 'default via 192.0.2.254' > /dev/null || fail "$name: exec" ;;
    *)
      lab "$name" walk docker1 docker2 | grep "ICMP echo reply 172.17.0.3 → 172.17.0.2" > /dev/null || fail "$name: walk"
      iflink=$(lab "$name" exec docker1 -- cat /sys/class/net/eth0/iflink)
      ip -o link | grep "^$iflink: veth" > /dev/null || fail "$name: exec"
      ip link set "$cable" nomaster
      bun grader "$number" > /dev/null && fail "$name: a cable was pulled out, and no check saw it"
      ;;
  esac
  ok "$name: exec, graph and walk enter the containers; a pulled cable is seen"
  lab "$name" down
  same "$name: the stack" "$empty" "$(quiet_stack)"
  [ "$(docker ps --all --quiet)" = "$containers" ] || fail "$name: down left a container"
done

docker run -d --name docker1 busybox sleep infinity > /dev/null
refused "a name that is taken" 'sudo docker rm -f docker1' up 03-bridge
docker rename docker1 else
refused "a cable in docker0 that is taken" 'sudo docker stop else' up 03-bridge
docker rm -f else > /dev/null
docker tag busybox kept
docker rmi busybox > /dev/null
refused "a missing image" 'sudo docker/images' up 03-bridge
docker tag kept busybox
refused "a lab without Docker" 'bun labs/01-network-stack.ts' up 01-network-stack
refused "an unknown engine" 'netns, docker' lab 03-bridge --engine podman
mv /run/docker.sock /run/hidden.sock
refused "Docker not running" 'sudo systemctl start docker' up 03-bridge
mv /run/hidden.sock /run/docker.sock
commands=$(which -a docker)
for command in $commands; do mount --bind /dev/null "$command"; done
refused "no docker command" 'sudo apt-get install docker.io' up 03-bridge
for command in $commands; do umount "$command"; done
ordinary=(setpriv --reuid=54321 --regid=54321 --clear-groups env HOME=/tmp XDG_STATE_HOME=/run/ordinary)
refused "an ordinary user" 'sudo bun labs/03-bridge.ts --engine docker' \
  "${ordinary[@]}" bun labs/03-bridge.ts --engine docker --yes-this-machine
said=$("${ordinary[@]}" docker/images 2>&1) && fail "docker/images for an ordinary user: $said"
grep -q 'sudo docker/images' <<< "$said" || fail "docker/images for an ordinary user: $said"
ok "the images, by an ordinary user"

# nothing is up: two containers of the student's own
for each in docker1 docker2; do docker run -d --name $each busybox sleep infinity > /dev/null; done
report=$(bun grader 03 --machine) || fail "containers run by hand: $report"
ok "containers run by hand: $(head -n 1 <<< "$report")"
docker rm -f docker1 docker2 > /dev/null

bun labs/04-arp.ts --engine docker --yes-this-machine > /run/said 2>&1 &
starter=$!
until grep -q 'docker run -d --name docker2' /run/said; do sleep 0.05; done
kill -9 $starter
until [ ! -e /run/container-network-labs/snapshot.json ]; do sleep 0.1; done
[ "$(docker ps --all --quiet)" = "$containers" ] || fail "a killed run left a container"
rm /run/said
same "after a run that was killed, the stack" "$empty" "$(quiet_stack)"

up 03-bridge
docker rm -f docker2 > /dev/null
mine=$(docker run -d --name docker2 busybox sleep infinity)
lab 03-bridge down > /dev/null
[ "$(docker ps --all --quiet --no-trunc)" = "$mine" ] || fail "down removed a container that the lab did not make"
docker rm -f "$mine" > /dev/null
ok "down leaves a container that the student made, even under the lab's name"

report=$(bun grader --reference --engine docker --yes-this-machine) || fail "the reference: $report"
ok "bun grader --reference --engine docker: $(grep -o '^[0-9].* points' <<< "$report" | tr '\n' ';')"
same "after the reference, the stack" "$empty" "$(quiet_stack)"
