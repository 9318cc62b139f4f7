# shellcheck shell=sh
# The course site listens on this machine's loopback, 127.0.0.1:8080, where no forwarded port reaches. systemd listens
# on port 8088 for it, the port that the Vagrantfile forwards, and only leads there: it starts nothing. The site runs as
# the user who owns the project, and writes its URL, which holds the key, where only that user can read it.

put /etc/systemd/system/course-docs.service <<UNIT
[Unit]
Description=Course site
After=network.target

[Service]
User=$user
WorkingDirectory=$course
RuntimeDirectory=course-docs
RuntimeDirectoryMode=0700
Environment=LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
ExecStart=/bin/sh -c 'exec bun docs --port 8080 >/run/course-docs/url'
Restart=on-failure

[Install]
WantedBy=multi-user.target
UNIT
docs_is_new=$is_new

put /etc/systemd/system/course-site.socket <<'UNIT'
[Unit]
Description=Course site, for the browser outside this virtual machine

[Socket]
ListenStream=0.0.0.0:8088

[Install]
WantedBy=sockets.target
UNIT
socket_is_new=$is_new

put /etc/systemd/system/course-site.service <<'UNIT'
[Unit]
Description=Course site, for the browser outside this virtual machine

[Service]
ExecStart=/lib/systemd/systemd-socket-proxyd --exit-idle-time=60s 127.0.0.1:8080
DynamicUser=yes
UNIT
socket_is_new=$socket_is_new$is_new

for unit in course-site.socket course-docs.service; do
  if ! systemctl is-enabled --quiet "$unit" 2>/dev/null; then
    systemctl --quiet enable "$unit"
    changed "enabled $unit"
  fi
done
if is_running_system; then
  case $socket_is_new$docs_is_new in *yes*) systemctl daemon-reload ;; esac
  systemctl is-active --quiet course-site.socket || systemctl start course-site.socket
  systemctl is-active --quiet course-docs.service || systemctl start course-docs.service
fi
