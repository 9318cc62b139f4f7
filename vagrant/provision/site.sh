# shellcheck shell=sh
# The course site listens on this machine's loopback, 127.0.0.1:8080, where no forwarded port reaches. systemd listens
# on port 8088 for it: the port that the Vagrantfile forwards. Nothing runs until somebody asks.

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

if ! systemctl is-enabled --quiet course-site.socket 2>/dev/null; then
  systemctl --quiet enable course-site.socket
  changed "enabled course-site.socket"
fi
if is_running_system; then
  case $socket_is_new in *yes*) systemctl daemon-reload ;; esac
  systemctl is-active --quiet course-site.socket || systemctl start course-site.socket
fi
