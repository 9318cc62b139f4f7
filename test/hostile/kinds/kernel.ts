// Memory that is the kernel's and no process's: rings, buffers, queues, maps, locks. Bounded here: each takes 1 GB at most.

import type { Hostile } from "../hostile.ts";

const python = (script: string): Pick<Hostile, "ending" | "script"> => ({ ending: ".py", script });

export const kernel: Hostile[] = [
  {
    name: "packet-rings",
    ...python(`
import socket, struct, time
keep = []
try:
    while len(keep) < 16:
        s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
        s.setsockopt(263, 5, struct.pack("IIII", 1 << 20, 64, 2048, 64 * 512)); keep.append(s)
except OSError as error: print(error)
print("rings", len(keep), flush=True); time.sleep(2)`),
  },
  {
    name: "tcp-buffers",
    ...python(`
import socket, subprocess, time
subprocess.run("ip link set lo up; for f in rmem wmem; do echo 4096 131072 200000000 > /proc/sys/net/ipv4/tcp_$f; done", shell=True)
server = socket.socket(); server.bind(("127.0.0.1", 4000)); server.listen(1000)
keep, held, block, end = [], 0, bytes(1 << 20), time.time() + 4
while time.time() < end and held < 1 << 30 and len(keep) < 900:
    c = socket.create_connection(("127.0.0.1", 4000)); keep += [c, server.accept()[0]]; c.setblocking(False)
    for i in range(60):
        try: held += c.send(block)
        except BlockingIOError: time.sleep(0.001)
print("held", held >> 20, flush=True)`),
  },
  {
    name: "packets-that-wait",
    script: `ip netns add r1; ip netns add r2; ip link add w1 type veth peer name w2 netns r1; ip address add 192.0.2.1/24 dev w1; ip link set w1 up
ip -n r1 address add 192.0.2.2/24 dev w2; ip -n r1 link set w2 up; ip -n r1 link add w3 type veth peer name w4 netns r2; ip -n r1 address add 198.51.100.1/24 dev w3
ip -n r1 link set w3 up; ip -n r2 link set w4 up; ip -n r1 neigh add 198.51.100.2 lladdr 02:00:00:00:00:09 dev w3; ip netns exec r1 sysctl -qw net.ipv4.ip_forward=1
ip netns exec r1 tc qdisc add dev w3 root handle 1: tbf rate 8kbit burst 1600 limit 4000000000; ip netns exec r1 tc qdisc add dev w3 parent 1: pfifo limit 100000000
ip route add default via 192.0.2.2
python3 - <<'END'
import socket, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); end = time.time() + 2; n = 0; b = b"x" * 1400
while time.time() < end and n < 800_000:
    for i in range(100): s.sendto(b, ("198.51.100.2", 9)); n += 1
print("sent", n, flush=True)
END
ip netns exec r1 tc -s qdisc show dev w3`,
  },
  {
    name: "maps-without-end",
    ...python(`
import mmap, os, time
for i in range(40):
    if os.fork() == 0:
        keep = []
        try:
            for at in range(60_000): keep.append(mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, mmap.PROT_READ if at % 2 else mmap.PROT_READ | mmap.PROT_WRITE))
        except OSError: pass
        time.sleep(60)
time.sleep(3)`),
  },
  {
    name: "locks-without-end",
    ...python(`
import fcntl, os, time
f = open("/tmp/x", "w+"); n, end = 0, time.time() + 3
try:
    while time.time() < end: fcntl.lockf(f, fcntl.LOCK_EX, 1, 2 * n); n += 1
except OSError as error: print(error)
print("locks", n, flush=True)`),
  },
  {
    name: "descriptors-on-their-way",
    ...python(`
import array, os, socket, time
a, b = socket.socketpair(); n = 0
try:
    while n < 30:
        fd = os.memfd_create("x"); os.write(fd, bytes(32 << 20))
        a.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [fd]))]); os.close(fd); n += 1
except OSError as error: print(error)
print("sent", n, flush=True); time.sleep(1)`),
  },
];
