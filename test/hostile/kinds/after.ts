// What goes on after the script: left running, left lying, lied about.

import { asServer, type Hostile } from "../hostile.ts";

export const after: Hostile[] = [
  {
    name: "undoes-it-later",
    script: "RIGHT\n(sleep 4; while :; do ip link set docker0 down; done) >/dev/null 2>&1 &",
    score: 16,
    isShort: true,
  },
  {
    name: "undoes-it-in-a-crowd",
    script: "RIGHT\nfor i in $(seq 100); do (sleep 8; ip link set docker0 down) & done",
    score: 16,
  },
  {
    name: "undoes-it-by-a-double-fork",
    script: "RIGHT\nsetsid sh -c '(setsid sh -c \"sleep 6; ip link del docker0\" &)' &",
    score: 16,
  },
  { name: "server-that-spins", script: `RIGHT\n${asServer("while True: pass")}`, score: 16 },
  {
    name: "says-that-it-is-right",
    script: "echo TAP version 14; echo 1..1; echo ok 1 - bridge; echo '{\"score\":16}'; echo '# judged'",
    score: 0,
  },
  {
    name: "brings-its-own-tools",
    script:
      "mkdir -p /run/b; for t in ip ping nft bridge iptables sh bash; do printf '#!/bin/sh\\nexit 0\\n' > /run/b/$t; chmod 755 /run/b/$t; done; mount --bind /run/b /usr/sbin; mount --bind /run/b /usr/bin; PATH=/run/b",
    score: 0,
  },
  {
    name: "hides-what-it-mounts-over",
    script: "RIGHT\nmount -t tmpfs none /run; mount -t tmpfs none /proc; mount -t tmpfs none /sys",
  },
  {
    name: "names-that-lead-away",
    script:
      "RIGHT\nrm -rf /run/netns/x; for t in /proc/1/ns/net /etc/passwd /dev/zero @HOME@/secret; do ln -s $t /run/netns/$(basename $t); done; mkfifo /run/netns/fifo; mkdir /run/netns/folder; head -c 1M /dev/zero > /run/netns/file",
    hides: /secret-/,
  },
  {
    name: "lies-about-its-status",
    script: "exec 3>&1; for f in /proc/1/fd/*; do echo 0 > $f; done 2>/dev/null; exit 9",
  },
  {
    name: "removes-its-script",
    script: "rm -f /run/submission/script*; umount -l /run/submission; rm -rf /run /tmp /var /dev 2>/dev/null; true",
  },
];
