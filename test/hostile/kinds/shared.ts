// What the machine has once for all of its worlds, or counts for a user: a script takes all of it that it gets.

import { asServer, type Hostile } from "../hostile.ts";

const python = (script: string): Pick<Hostile, "ending" | "script"> => ({ ending: ".py", script });

/** Python that holds what it has for a moment, and says how much that is. */
const told = 'print("held", len(keep), flush=True); time.sleep(1)';

export const shared: Hostile[] = [
  {
    // fs.aio-max-nr
    name: "asynchronous-requests",
    ...python(`
import ctypes, os, time
libc = ctypes.CDLL(None, use_errno=True)
number, keep, context, size = {"x86_64": 206, "aarch64": 0}[os.uname().machine], [], ctypes.c_ulong(0), 1 << 15
while size:
    context.value = 0
    if libc.syscall(number, size, ctypes.byref(context)): size //= 2; print(ctypes.get_errno())
    else: keep.append(size)
${told}`),
    says: /^held 0$/m,
    isShort: true,
  },
  {
    // kernel.pty.max
    name: "terminals-without-end",
    ...python(`
import os, time
keep = []
for child in range(8):
    if os.fork() == 0: break
try:
    while True: keep.append(os.openpty())
except OSError as error: print(error)
${told}`),
  },
  {
    // net.ipv4.udp_mem
    name: "packets-that-nobody-reads",
    ...python(`
import os, socket, time
keep, end, block = [], time.time() + 3, bytes(60000)
os.system("ip link set lo up")
for child in range(3):
    if os.fork() == 0: break
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    while time.time() < end:
        r = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); r.bind(("127.0.0.1", 0)); keep.append(r)
        for i in range(4): s.sendto(block, r.getsockname())
except OSError as error: print(error)
${told}`),
  },
  {
    // net.ipv4.tcp_max_orphans
    name: "connections-that-nobody-owns",
    script: `ip link set lo up\n${asServer(`
import time
end = time.time() + 3
keep = []
while time.time() < end and len(keep) < 900:
    for i in range(100):
        c = socket.create_connection(server.getsockname()); c.send(bytes(20000)); c.close()
    keep += [server.accept()[0] for i in range(100)]
time.sleep(60)`)}\nsleep 3; ss -tan | wc -l`,
  },
  {
    // a network namespace's reassembly: 4 MB each, for half a minute
    name: "fragments-that-wait",
    ...python(`
import ctypes, os, socket, struct, time
libc, keep, end = ctypes.CDLL(None), [], time.time() + 3
while time.time() < end and len(keep) < 300:
    if libc.unshare(0x40000000): break
    os.system("ip link set lo up")
    keep.append(os.open("/proc/self/ns/net", os.O_RDONLY))
    s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    for i in range(3000):
        s.sendto(struct.pack("!BBHHHBBH4s4s", 0x45, 0, 1420, i, 0x2000, 64, 17, 0, bytes([127, 0, 0, 1]), bytes([127, 0, 0, 1])) + bytes(1400), ("127.0.0.1", 0))
${told}`),
  },
  {
    // every change of a link is copied for each who listens
    name: "listeners-that-never-read",
    ...python(`
import os, socket, subprocess, time
keep = []
try:
    while len(keep) < 900:
        s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0); s.bind((0, 0xffffffff)); keep.append(s)
except OSError as error: print(error)
lines = "\\n".join("link set lo alias x%d" % i for i in range(3000))
subprocess.run(["timeout", "2", "ip", "-force", "-batch", "-"], input=lines.encode())
${told}`),
  },
  {
    name: "connections-to-remember",
    script: `RIGHT
ip link set lo up; nft add table x; nft 'add chain x y { type filter hook output priority 0; }'; nft add rule x y ct state new accept
timeout 3 python3 - <<'END'
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for i in range(400000):
    try: s.sendto(b"", ("127.0.%d.%d" % (i >> 8 & 255, i & 255), 1024 + i % 60000))
    except OSError: pass
END
conntrack -C; true`,
    score: 16,
  },
  {
    // RLIMIT_SIGPENDING, for each user
    name: "timers-and-signals-without-end",
    ...python(`
import ctypes, os, signal, time
libc, keep, id = ctypes.CDLL(None, use_errno=True), [], ctypes.c_void_p()
for child in range(4):
    if os.fork() == 0: break
signal.pthread_sigmask(signal.SIG_BLOCK, range(34, 65))
while len(keep) < 100000 and libc.timer_create(1, None, ctypes.byref(id)) == 0: keep.append(id.value)
queued = 0
while queued < 100000 and libc.sigqueue(os.getpid(), 40, None) == 0: queued += 1
print("queued", queued)
${told}`),
  },
  {
    // vm.nr_hugepages: no control group of memory counts them
    name: "huge-pages",
    ...python(`
import ctypes, mmap, time
libc, keep = ctypes.CDLL(None, use_errno=True), []
libc.mmap.restype = ctypes.c_void_p
for order in (21, 30):
    while len(keep) < 512:
        at = libc.mmap(None, 1 << order, 3, 0x22 | 0x40000 | order << 26, -1, 0)
        if at in (None, ctypes.c_void_p(-1).value): break
        keep.append(at)
${told}`),
  },
];
