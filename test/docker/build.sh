# Read by test/docker.sh, on its machine: docker/Dockerfile built, from a base of the same packages as the registry's; and a container
# of nothing but Debian, in which somebody runs ./setup try.
# shellcheck shell=bash disable=SC2154 # `room`, `ok`, `fail` are test/docker.sh's

port=3128
bun test/docker/way-out.ts in "$room/out.sock" $port &
way_in=$!
proxy=(http_proxy="http://127.0.0.1:$port" https_proxy="http://127.0.0.1:$port")
# a machine whose own proxy has a certificate of its own: npm and bun must know it, as in vagrant/build-box
known=(--change "ENV NODE_EXTRA_CA_CERTS=/certificates.pem" --change "ENV NPM_CONFIG_CAFILE=/certificates.pem")
docker import "${known[@]}" --change 'CMD ["bash"]' "$room/base.tar" debian:12-slim > /dev/null
rm "$room/base.tar"

DOCKER_BUILDKIT=0 docker build --network host "${proxy[@]/#/--build-arg=}" --file docker/Dockerfile --tag built . \
  > "$room/said" 2>&1 || fail "docker/Dockerfile: $(tail -n 8 "$room/said")"
packages() { docker run --rm --network none "$1" dpkg-query --show --showformat '${Package} ${Version}\n'; }
packages built > "$room/built"
ok "docker/Dockerfile is built: $(wc -l < "$room/built") packages, Bun $(docker run --rm --network none built bun --version)"
if docker image inspect course > /dev/null 2>&1; then
  diff <(packages course) "$room/built" || fail "docker/course-image has other packages than docker/Dockerfile: see above"
  ok "docker/course-image has the same packages"
fi
# a machine that lacks a capability itself can give no container all of them
rights=(--privileged)
docker run --rm --network none "${rights[@]}" built true > /dev/null 2>&1 || rights=(
  --cap-add SYS_ADMIN --cap-add NET_ADMIN --cap-add SYS_PTRACE
  --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined
)
said=$(docker run --rm --network none "${rights[@]}" built bun grader --reference 03 08) || fail "the image that was built: $said"
ok "in it, with ${rights[*]}: $(grep -o '^[0-9].* points' <<< "$said" | tr '\n' ';')"

# what docs/machines.md says of a container
git -c safe.directory='*' archive HEAD | gzip > "$room/checkout.tar.gz"
try='mkdir course && tar -C course -xzf /checkout.tar.gz && cd course && ./setup try'
docker run --rm --network host "${rights[@]}" "${proxy[@]/#/--env=}" --env DEBIAN_FRONTEND=noninteractive \
  --volume "$room/checkout.tar.gz:/checkout.tar.gz:ro" debian:12-slim sh -c "$try" > "$room/said" 2>&1 ||
  fail "./setup try in a container: $(tail -n 8 "$room/said")"
grep -q '^03-bridge  16/16 points' "$room/said" || fail "./setup try in a container: $(tail -n 8 "$room/said")"
ok "nothing but Debian in a container, with ${rights[*]}, ./setup try: $(grep '^03-bridge' "$room/said")"
kill $way_in
