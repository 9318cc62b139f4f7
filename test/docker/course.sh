# Read by test/docker.sh, on its machine: the image of docker/course-image, with the rights of docs/class/indexed-job.yaml.
# shellcheck shell=bash disable=SC2154 # `room`, `ok`, `fail` are test/docker.sh's

# The pod has users of its own (hostUsers: false), which Docker gives to all containers of a daemon or to none.
mkdir "$room/etc"
echo root:100000:65536 > "$room/etc/subuid"
cp "$room/etc/subuid" "$room/etc/subgid"
for file in subuid subgid; do
  [ -e /etc/$file ] || fail "There is no /etc/$file: apt-get install passwd"
  mount --bind "$room/etc/$file" /etc/$file
done
pods=unix:///run/pods.sock
dockerd --data-root "$room/pods" --exec-root /run/pods --pidfile /run/pods.pid --host $pods --userns-remap root --bridge none \
  --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "/$(basename "$room")" \
  > "$room/pods.log" 2>&1 &
dockerd_of_pods=$!
until docker --host $pods version > /dev/null 2>&1; do
  kill -0 $dockerd_of_pods 2> /dev/null || { tail -n 5 "$room/pods.log" >&2 && fail "dockerd for the pods ended"; }
  sleep 0.2
done
image=(docker import --change "WORKDIR /course" --change "ENV LANG=C.UTF-8" "$room/course.tar" course:latest)
"${image[@]}" > /dev/null
docker --host $pods import "${image[@]:2}" > /dev/null
rm "$room/course.tar"

# ---- the job: its shards, merged, give what one run gives ----------------------------------------------------------------

bun test/class/parts.ts write "$room/class" 24
mkdir "$room/grades"
chown 100000:100000 "$room/grades"
pod() {
  local -a words
  mapfile -d '' -t words < <(bun test/docker/job.ts "$1" "$room/class" "$room/grades" course:latest)
  docker --host $pods run --rm "${words[@]}"
}
for index in 0 1 2 3; do pod $index > "$room/said" || fail "shard $index of the job: $(tail -n 5 "$room/said")"; done
mapfile -d '' -t words < <(bun test/docker/job.ts 0 "$room/class" "$room/grades" course:latest)
docker --host $pods run --rm "${words[@]::${#words[@]}-1}" 'bun grader merge /grades/* --out /grades/all || [ $? -eq 1 ]' \
  > "$room/said" || fail "merging the job's shards: $(tail -n 5 "$room/said")"
# in a /proc of its own: a part of this machine's is read-only, and below such a one no world has any
unshare --mount --pid --fork --kill-child --mount-proc bun grader "$room/class" --out "$room/one" > "$room/said" 2>&1 ||
  [ $? -eq 1 ] || fail "one run: $(tail -n 5 "$room/said")"
said=$(bun test/class/parts.ts same "$room/one" "$room/grades/all") || fail "the job's grades are not those of one run: $said"
ok "the Indexed Job, its rights alone, four shards merged: the grades of one run: $said"

# ---- what doctor advises -------------------------------------------------------------------------------------------------

started() { docker run --rm --network none "$@"; }
said=$(started course bun run doctor 2>&1) && fail "a container without rights makes sandboxes"
mapfile -t advised < <(grep -o 'docker run --cap-add .* …' <<< "$said" | sed 's/^docker run //; s/ …$//' | tr ' ' '\n')
[ ${#advised[@]} -gt 0 ] || fail "doctor advises nothing in a container: $said"
said=$(started "${advised[@]}" course bun grader --reference) || fail "with the rights that doctor advises: $said"
ok "with the rights that doctor advises: $(grep -o '^[0-9].* points' <<< "$said" | tr '\n' ';')"

student=(setpriv --reuid=54321 --regid=54321 --clear-groups env HOME=/tmp)
said=$(started "${advised[@]}" course "${student[@]}" bun run doctor 2>&1) && fail "an ordinary user needs no /sys"
grep -q '/sys is read-only' <<< "$said" || fail "an ordinary user in a container: $said"
options=()
for word in "${advised[@]}"; do case $word in --security-opt | *=unconfined) options+=("$word") ;; esac; done
said=$(started "${options[@]}" --volume /sys:/sys course "${student[@]}" bun grader --reference) ||
  fail "an ordinary user with the machine's /sys: $said"
ok "an ordinary user: /sys is in the way, and said; with it, $(grep -o '^[0-9].* points' <<< "$said" | tr '\n' ';')"

kill $dockerd_of_pods
wait $dockerd_of_pods || true
