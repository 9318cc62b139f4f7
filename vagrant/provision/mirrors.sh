# shellcheck shell=sh
# Where packages come from: the variables of vagrant/README.md, and the proxy of http_proxy and https_proxy.

if [ -n "${COURSE_DEBIAN_MIRROR:-}" ]; then
  mirror=${COURSE_DEBIAN_MIRROR%/}
  security=${COURSE_DEBIAN_SECURITY_MIRROR:-$mirror-security}
  put /etc/apt/sources.list <<LIST
deb $mirror bookworm main
deb $mirror bookworm-updates main
deb ${security%/} bookworm-security main
LIST
  # apt-install.sh fetches the lists where there are none
  if [ "$is_new" = yes ]; then rm -f /var/lib/apt/lists/*_Packages*; fi
  # newer boxes name Debian's own servers here
  if [ -e /etc/apt/sources.list.d/debian.sources ]; then
    mv /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list.d/debian.sources.off
    changed "turned off /etc/apt/sources.list.d/debian.sources"
  fi
fi

if [ -n "${http_proxy:-}${https_proxy:-}" ]; then
  put /etc/apt/apt.conf.d/90course-proxy <<CONF
Acquire::http::Proxy "${http_proxy:-DIRECT}";
Acquire::https::Proxy "${https_proxy:-${http_proxy:-DIRECT}}";
CONF
  put /etc/systemd/system/docker.service.d/course-proxy.conf <<CONF
[Service]
Environment="HTTP_PROXY=${http_proxy:-}" "HTTPS_PROXY=${https_proxy:-${http_proxy:-}}" "NO_PROXY=${no_proxy:-}"
CONF
  proxy_is_new=$is_new
fi

# npm and bun read it under this name
if [ -n "${COURSE_NPM_REGISTRY:-}" ]; then export NPM_CONFIG_REGISTRY="$COURSE_NPM_REGISTRY"; fi
