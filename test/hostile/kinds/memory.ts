// More than a world's share: memory in every shape, processor time, what the kernel counts for each user.

import type { Hostile } from "../hostile.ts";

const python = (script: string): Pick<Hostile, "ending" | "script"> => ({ ending: ".py", script });

// what is held goes on being held by a server, while the world is graded
const held = `
import os, socket, sys, time
def hold():
    server = socket.socket(); server.bind(("127.0.0.1", 4000)); server.listen()
    sys.stdout.flush()
    if os.fork(): os._exit(0)
    os.setsid(); time.sleep(60)
`;

export const memory: Hostile[] = [
  {
    name: "fills-a-tmpfs-of-its-own",
    ended: /more than/,
    script:
      "mkdir -p /tmp/m; mount -t tmpfs -o size=3G none /tmp/m; for i in $(seq 40); do head -c 60M /dev/zero > /tmp/m/$i; done; du -sm /tmp/m; python3 -m http.server 4000 & sleep 1",
    isShort: true,
  },
  {
    name: "fills-a-tmpfs-without-a-limit",
    ended: /more than|cannot be measured/,
    script:
      "mkdir -p /tmp/m; mount -t tmpfs -o size=0 none /tmp/m; for i in $(seq 40); do head -c 60M /dev/zero > /tmp/m/$i; done; du -sm /tmp/m; sleep 1",
  },
  {
    name: "fills-a-hidden-tmpfs",
    ended: /more than/,
    script:
      "mkdir -p /tmp/m; unshare -m sh -c 'mount -t tmpfs -o size=3G none /tmp/m; cd /tmp/m; for i in $(seq 40); do head -c 60M /dev/zero > $i; done; umount -l /tmp/m; exec python3 -m http.server 4000' & wait",
  },
  {
    name: "fills-dev-shm",
    script:
      "for i in $(seq 40); do head -c 60M /dev/zero > /dev/shm/$i; done; for i in $(seq 40); do head -c 60M /dev/zero > /run/$i; head -c 60M /dev/zero > /var/tmp/$i; done; df -m 2>/dev/null; true",
  },
  {
    name: "memfd",
    ended: /more than/,
    ...python(`${held}
keep = []
for i in range(40):
    fd = os.memfd_create("x"); keep.append(fd)
    try:
        for j in range(60): os.write(fd, bytes(1 << 20))
    except OSError as error: print(error); break
hold()`),
    isShort: true,
  },
  {
    name: "open-deleted-files",
    ...python(`${held}
keep = []
for i in range(40):
    try:
        f = open(f"/tmp/{i}", "wb"); os.unlink(f"/tmp/{i}"); keep.append(f)
        for j in range(60): f.write(bytes(1 << 20))
        f.flush()
    except OSError as error: print(error); break
hold()`),
  },
  {
    name: "shared-memory-of-many",
    ended: /more than/,
    ...python(`${held}
import mmap
keep = []
try:
    for i in range(20):
        m = mmap.mmap(-1, 100 << 20); keep.append(m)
        for at in range(0, 100 << 20, 4096): m[at] = 1
except (OSError, MemoryError) as error: print(error)
hold()`),
  },
  {
    name: "sysv-shared-memory",
    ...python(`
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
libc.shmat.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
for i in range(30):
    segment = libc.shmget(0, 100 << 20, 0o1600)
    if segment < 0: print("refused", ctypes.get_errno()); break
    at = libc.shmat(segment, None, 0)
    if at and at != 2**64 - 1: ctypes.memset(at, 1, 100 << 20); print("held", flush=True)`),
    says: /refused/,
    hides: /held/,
  },
  {
    name: "many-processes-with-a-little",
    ended: /more than/,
    ...python(`${held}
for i in range(100):
    if os.fork() == 0:
        keep = bytearray(30 << 20)
        for at in range(0, len(keep), 4096): keep[at] = 1
        time.sleep(60)
time.sleep(2)
hold()`),
  },
  {
    name: "socket-buffers",
    ended: /more than/,
    ...python(`${held}
keep = []
try:
    while len(keep) < 900:
        a, b = socket.socketpair(); keep += [a, b]
        a.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 24); a.setblocking(False)
        try:
            while True: a.send(bytes(1 << 16))
        except BlockingIOError: pass
except OSError as error: print(error)
hold()`),
  },
  {
    name: "pipes",
    ...python(`${held}
import fcntl
keep = []
try:
    while len(keep) < 900:
        r, w = os.pipe(); keep += [r, w]
        try: fcntl.fcntl(w, 1031, 1 << 20)
        except OSError: pass
        os.set_blocking(w, False)
        try:
            while True: os.write(w, bytes(1 << 16))
        except BlockingIOError: pass
except OSError as error: print(error)
hold()`),
  },
  {
    name: "nft-sets",
    script: `nft add table ip t; nft add set ip t s '{ type ipv4_addr; flags interval; }'
for i in $(seq 20); do { echo -n "add element ip t s { "; for j in $(seq 0 250); do for k in $(seq 0 2 250); do echo -n "10.$i.$j.$k, "; done; done; echo "11.$i.0.0 }"; } > /tmp/e; nft -f /tmp/e || break; done; true`,
  },
  {
    name: "sets-its-oom-score-back",
    script: `echo 0 > /proc/self/oom_score_adj; echo -1000 > /proc/self/oom_score_adj; echo "mine is $(cat /proc/self/oom_score_adj)"; true`,
    hides: /mine is -/,
  },
  {
    name: "raises-its-limits",
    script: `ulimit -n 1000000; ulimit -u 100000; ulimit -t unlimited; ulimit -H -t unlimited; ulimit -f unlimited; ulimit -l unlimited
prlimit --pid $$ --nproc=100000 --cpu=unlimited; echo "now $(ulimit -u) $(ulimit -H -t)"
for f in /proc/sys/user/*; do echo 1000000 > $f && echo "raised $f"; done 2>/dev/null; true`,
    says: /now 256 6/,
    hides: /raised/,
  },
  {
    name: "burns-processors",
    script: "for i in $(seq 100); do (while :; do :; done) & done; wait",
    isShort: true,
    ended: /more/,
  },
  {
    name: "burns-processors-in-sessions", // sched(7): where sessions have groups of their own, niceness counts in each alone
    script:
      "for i in $(seq 200); do setsid sh -c 'echo -20 > /proc/self/autogroup; while :; do :; done' 2>/dev/null & done; wait",
    ended: /more/,
  },
  {
    name: "burns-processors-in-turn",
    script: `n() { (sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'); }; while :; do n & n & wait; done`,
    ended: /more/,
  },
  {
    name: "many-namespaces",
    // ends by its limit, or because it gets no more of them
    script: "for i in $(seq 3000); do ip netns add n$i || break; done 2>&1 | tail -1; ip netns | wc -l",
  },
  {
    name: "many-watches",
    ...python(`
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
count = 0
keep = []
for i in range(900):
    fd = libc.inotify_init()
    if fd < 0: break
    keep.append(fd)
print("watchers", len(keep))`),
    says: /watchers/,
  },
  {
    name: "message-queues",
    ...python(`
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
held = 0
for i in range(2000):
    queue = libc.msgget(0, 0o1600)
    if queue < 0: break
    message = ctypes.create_string_buffer(8192 + 8); message[0] = b"\\1"
    while libc.msgsnd(queue, message, 8192, 0o4000) == 0: held += 8192
print("held", held)`),
    says: /held 0\b/,
  },
  {
    name: "memory-that-nobody-may-look-at",
    ended: /more than/,
    ...python(`${held}
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE: /proc/PID belongs to the machine's root
keep = []
for i in range(40):
    fd = os.memfd_create("x"); keep.append(fd)
    try:
        for j in range(60): os.write(fd, bytes(1 << 20))
    except OSError as error: print(error); break
hold()`),
    isShort: true,
  },
  {
    name: "empty-files-without-end",
    ended: /more than/,
    ...python(`
import os
for i in range(4):
    if os.fork() == 0: break
os.mkdir(f"/tmp/{os.getpid()}"); os.chdir(f"/tmp/{os.getpid()}")
n = 0
while True:
    try: os.mknod(str(n)); n += 1
    except OSError as error: print(n, error, flush=True); os.wait(); break`),
  },
  {
    name: "mounts-without-end",
    ended: /more/,
    ...python(`
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
os.makedirs("/tmp/m")
for i in range(20_000):
    if libc.mount(b"/etc/protocols", b"/etc/protocols", None, 4096, None): break
print("mounts", i, flush=True)
while True:
    try:
        if os.fork() == 0:
            libc.unshare(0x20000)  # CLONE_NEWNS: a copy of them all
            os.execvp("sleep", ["sleep", "60"])
    except OSError: break
os.wait()`),
  },
  {
    name: "watches-without-end",
    ...python(`${held}
import select
for i in range(3):
    if os.fork() == 0: break
ends = [os.dup(fd) for fd in os.pipe() for i in range(240)]
n = 0
try:
    for i in range(480):
        poll = select.epoll()
        for fd in ends: poll.register(fd, 1); n += 1
        globals()[f"keep{i}"] = poll
except OSError as error: print(n, error, flush=True)
hold()`),
  },
  {
    name: "posix-queues",
    ...python(`
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
held = 0
for i in range(300):
    queue = libc.mq_open(b"/q%d" % i, os.O_RDWR | os.O_CREAT | os.O_NONBLOCK, 0o600, None)
    if queue < 0: break
    while libc.mq_send(queue, bytes(8192), 8192, 0) == 0: held += 8192
print("held", held)`),
    says: /held \d{1,7}$/m,
  },
  {
    name: "descriptors-in-flight",
    ...python(`${held}
import array
keep = []
try:
    for i in range(30):
        fd = os.memfd_create("x"); os.write(fd, bytes(20 << 20))
        a, b = socket.socketpair(); keep += [a, b]
        a.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [fd]))]); os.close(fd)
except OSError as error: print(error)
hold()`),
  },
  {
    name: "programs-that-change-all-the-time",
    ended: /more than/,
    ...python(`
import os, sys
n = int(sys.argv[1]) if len(sys.argv) > 1 else 0
if n == 0:
    for i in range(30):
        if os.fork() == 0: break
os.execv("/bin/sh", ["sh", "-c", 'exec sh -c "exec python3 $0 $1"', sys.argv[0], str(n + 1)])`),
  },
];
