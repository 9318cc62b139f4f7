# shellcheck shell=sh
# Docker: usable without sudo, as in the notes, with the two images that the labs use.

if ! id -nG "$user" | grep -qw docker; then
  adduser --quiet "$user" docker
  changed "$user may use docker"
fi

daemon_is_new=no
if [ -n "${COURSE_DOCKER_MIRROR:-}" ]; then
  put /etc/docker/daemon.json <<JSON
{ "registry-mirrors": ["$COURSE_DOCKER_MIRROR"] }
JSON
  daemon_is_new=$is_new
fi

if is_running_system; then
  case "$daemon_is_new${proxy_is_new:-no}" in *yes*) systemctl daemon-reload && systemctl restart docker ;; esac
  systemctl is-active --quiet docker || systemctl start docker
  if [ -x docker/images ] && ! docker image inspect nginx busybox >/dev/null 2>&1; then
    docker/images
    changed "provided the images nginx and busybox"
  fi
fi
