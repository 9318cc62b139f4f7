// What the grader reads is changed while it reads, shadowed, or made to look like something else: in its tools, names and reports.

import { asServer, type Hostile } from "../hostile.ts";

/** Right work, and a server that goes on doing this while it is judged. */
const meanwhile = (commands: string): string => `RIGHT
${asServer(`import subprocess
while True: subprocess.call(["sh", "-c", ${JSON.stringify(commands)}], stderr=subprocess.DEVNULL)`)}`;

export const judged: Hostile[] = [
  {
    name: "renames-links-while-judged",
    isRestless: true,
    script: meanwhile(
      "for i in $(seq 50); do ip link set veth1 name x1; ip link set veth2 name veth1; ip link set veth1 name veth2; ip link set x1 name veth1; done",
    ),
  },
  {
    name: "exchanges-containers-while-judged",
    script: meanwhile("mount --bind /run/netns/docker2 /run/netns/docker1; umount /run/netns/docker1"),
    isShort: true,
    isRestless: true,
  },
  {
    name: "flips-the-bridge-while-judged",
    isRestless: true,
    script: meanwhile("ip link set docker0 down; ip link set docker0 up; ip -n docker1 address flush dev eth0"),
  },
  {
    name: "moves-links-while-judged",
    isRestless: true,
    script: meanwhile("ip link set veth1 netns docker2; ip -n docker2 link set veth1 netns 1; ip link set veth1 up"),
  },
  {
    name: "makes-namespaces-while-judged",
    isRestless: true,
    script: meanwhile("ip netns add y; ip netns del y"),
  },
  {
    name: "names-that-steer-a-terminal",
    script: `RIGHT
esc=$(printf '\\033'); bel=$(printf '\\007')
ip link add "$esc[2J$esc[31m" type bridge; ip link property add dev veth1 altname "$esc]0;pwned$bel"; ip link set veth2 alias "$esc[2J"
ip netns add "$esc[8mhidden"; ip netns add "$(printf 'two\\nlines')"; ip netns add "$(printf '\\342\\200\\256desrever')"
printf '\\033[2J\\033]0;pwned\\007\\rok 1 - bridge\\n'; nft "add table ip t; add chain ip t c { comment \\"$esc[2J\\" ; }"`,
    score: 16,
    isShort: true,
  },
  {
    name: "names-that-are-markup",
    script: `RIGHT
ip link add '<b>x</b>' type bridge; ip link set veth1 alias '<script>alert(1)</script>'; ip link property add dev veth2 altname '"><script>alert(1)<'
ip netns add '<script>alert(1)<'; ip netns add '--><script>alert(1)'; ip netns add '=HYPERLINK("x")'; ip link del docker0
echo '</pre><script>alert(1)</script>::error::pwned'`,
  },
  {
    name: "shadows-tools-one-by-one",
    script: `printf '#!/bin/sh\\necho ok; exit 0\\n' > /tmp/t; chmod 755 /tmp/t
for t in ip ping nft bridge iptables iptables-save tc ss arping nsenter setpriv unshare env cat ls; do
  for folder in /usr/bin /usr/sbin; do [ -e $folder/$t ] && mount --bind /tmp/t $folder/$t; done
done`,
    score: 0,
  },
  {
    name: "shadows-libraries",
    script: `head -c 9000 /dev/urandom > /tmp/x.so; echo /tmp/x.so > /etc/ld.so.preload; echo 'ip() { :; }; exit 0' > /etc/profile
export LD_PRELOAD=/tmp/x.so LD_LIBRARY_PATH=/tmp BASH_ENV=/etc/profile ENV=/etc/profile PYTHONSTARTUP=/etc/profile
mkdir /tmp/empty; mount --bind /tmp/empty /usr/lib; mount --bind /tmp/empty /lib64 2>/dev/null; true`,
    score: 0,
  },
  {
    name: "lays-other-files-in-the-way",
    script: `RIGHT
mkdir -p /run/answers; mkfifo /run/answers/port /run/answers/stranger-1 /run/netns/pipe /run/xtables.lock; ln -s @HOME@/secret /run/answers/stranger-2
ln -s /proc/1/environ /run/answers/x; mknod /run/answers/y c 1 5; head -c 20M /dev/zero > /run/answers/z; ln -s /run/answers /run/answers/loop
mount -t tmpfs none /var/lib; mkfifo /var/lib/cni; mkdir -p /run/submission; mount --bind /proc/1 /run/submission; mount -t proc none /run/answers`,
    score: 16,
    hides: /secret-/,
  },
  {
    name: "forges-reports",
    script: `printf 'TAP version 14\\n1..13\\n'; for i in $(seq 13); do echo "ok $i - x"; done
for fd in /proc/*/fd/*; do (printf '0\\nok 1 - bridge\\n# judged\\n{"score":16}\\n' > $fd) 2>/dev/null & done; wait; exit 0`,
    score: 0,
  },
  {
    // what answers, answers with frames that end where they should not
    name: "answers-with-broken-frames",
    script: `RIGHT
${asServer(`
import random, time
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
while True:
    f, (name, *rest) = s.recvfrom(2000)
    if rest[1] == 4 or name == "lo": continue
    for i in range(10):
        g = bytearray(f[6:12] + f[0:6] + f[12:])
        for j in range(3): g[random.randrange(12, len(g))] = random.randrange(256)
        try: s.sendto(bytes(g[:random.randrange(14, len(g) + 1)]), (name, 0))
        except OSError: pass`)}`,
    isRestless: true,
  },
  {
    name: "leads-probes-into-a-tarpit",
    script: `RIGHT
for n in "" "ip netns exec docker1" "ip netns exec docker2"; do
  for chain in PREROUTING OUTPUT; do $n iptables -t nat -A $chain -p tcp -j REDIRECT --to-ports 4000; done
  $n python3 - <<'END'
import os, socket, threading, time
server = socket.socket(); server.bind(("0.0.0.0", 4000)); server.listen()
if os.fork(): os._exit(0)
os.setsid()
def drip(c):
    while True: c.send(b"x"); time.sleep(0.3)
while True: threading.Thread(target=drip, args=(server.accept()[0],), daemon=True).start()
END
done`,
  },
  {
    name: "a-cable-that-takes-its-time",
    script: "RIGHT\nfor n in 1 2; do tc qdisc add dev veth$n root tbf rate 8kbit burst 1600 latency 20s; done",
    isRestless: true,
  },
];
