// Everything that a program may do with processes, descriptors and calls of its own, to get out, to stay, or to be waited for.

import { asServer, type Hostile } from "../hostile.ts";

export const inside: Hostile[] = [
  {
    name: "finds-descriptors",
    script: `ls -l /proc/self/fd /proc/1/fd /proc/[0-9]*/fd 2>/dev/null | grep -e '->' | grep -v -E -e '-> (/dev/(null|zero)|pipe:|socket:|/proc/|/run/submission/|anon_inode)' | sed 's/^/strange: /'; echo done`,
    says: /done/,
    hides: /strange/,
  },
  {
    name: "changes-what-is-bound",
    ending: ".py",
    script: `
import fcntl, os, struct
paths = ["/run/bun", "/usr/bin/ip", "/usr/lib/cni/bridge", "/etc/services", "/usr", "/run/submission", "/etc/ld.so.cache"]
def tries(path):
    yield lambda: os.chmod(path, 0o777)
    yield lambda: os.chown(path, 0, 0)
    yield lambda: os.utime(path, (1, 1))
    yield lambda: os.setxattr(path, "user.pwned", b"1")
    yield lambda: os.close(os.open(path, os.O_WRONLY))
    yield lambda: os.truncate(path, 0)
    yield lambda: os.rename(path, path + ".old")
    yield lambda: os.link(path, path + ".link")
    yield lambda: fcntl.ioctl(os.open(path, os.O_RDONLY), 0x40086602, struct.pack("l", 0x10))
    yield lambda: os.open("/proc/self/fd/%d" % os.open(path, os.O_PATH), os.O_WRONLY)
for path in paths:
    for number, attempt in enumerate(tries(path)):
        try: attempt(); print("changed", path, number)
        except OSError: pass
print("done")`,
    says: /done/,
    hides: /changed (?!\/run\/submission)/,
  },
  {
    name: "passes-descriptors-out-of-nests",
    ending: ".py",
    script: `
import array, ctypes, os, socket
libc = ctypes.CDLL(None, use_errno=True)
a, b = socket.socketpair()
for flags in (0x10000000, 0x10000000 | 0x20000, 0x10000000 | 0x20000 | 0x20000000 | 0x40000000, 0x10000000 | 0x2000000):
    if os.fork() == 0:
        print("unshare", libc.unshare(flags), flush=True)
        if os.fork() == 0:
            fds = []
            for path in ("/proc", "/", "/proc/1/root", "/proc/self/ns/user", "/proc/self/ns/mnt", "/proc/self/ns/net", "/proc/self/ns/pid"):
                try: fds.append(os.open(path, os.O_RDONLY))
                except OSError: pass
            a.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", fds))])
        os._exit(0)
    got = array.array("i"); _, extra, _, _ = b.recvmsg(1, 4096)
    for _, _, data in extra: got.frombytes(data[:len(data) - len(data) % 4])
    for fd in got:
        try: os.fchdir(fd); os.chroot("."); os.chdir("../../../.."); print(sorted(os.listdir("."))[:30])
        except OSError: libc.setns(fd, 0)
        for path in ("@HOME@/secret", "@TMP@/secret", "proc/1/environ", "../../@HOME@/secret"):
            try: print(open(path).read()[:300])
            except OSError: pass
print("done")`,
    says: /done/,
    hides: /secret-/,
  },
  {
    name: "nests-namespaces-in-namespaces",
    script: `cat > /tmp/n.py <<'END'
import ctypes, os, signal, sys, time
libc = ctypes.CDLL(None, use_errno=True)
for depth in range(33):
    if libc.unshare(0x10000000 | 0x20000 | 0x40000000 | 0x20000000): break
    if os.fork(): os.kill(os.getpid(), signal.SIGSTOP)
    for number in range(1, 65):
        try: signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError): pass
print("depth", depth, flush=True)
time.sleep(60)
END
python3 /tmp/n.py & sleep 2`,
    says: /depth/,
  },
  {
    name: "counts-its-processes-anew-in-nests",
    ending: ".py",
    script: `
import ctypes, os, time
libc = ctypes.CDLL(None, use_errno=True)
r, w = os.pipe()
for nest in range(8):
    if os.fork() == 0:
        libc.unshare(0x10000000)
        for i in range(100):
            try:
                if os.fork() == 0: os.write(w, b"x"); time.sleep(60)
            except OSError: break
        time.sleep(60)
time.sleep(2)
os.set_blocking(r, False)
print("processes", len(os.read(r, 9999)), flush=True)`,
    says: /processes (1?\d?\d|2[0-5]\d)\n/,
  },
  {
    name: "answers-its-own-calls",
    script: `RIGHT
${asServer(`import ctypes, struct, time
libc = ctypes.CDLL(None, use_errno=True)
seccomp, arm = (277, 1) if os.uname().machine == "aarch64" else (317, 0)
def instruction(code, value, t=0, f=0): return struct.pack("HBBI", code, t, f, value)
program = instruction(0x20, 0) + instruction(0x15, 101 if arm else 35, 0, 1) + instruction(0x06, 0x7fc00000) + instruction(0x15, 115 if arm else 230, 0, 1) + instruction(0x06, 0x7fc00000) + instruction(0x06, 0x7fff0000)
class Program(ctypes.Structure): _fields_ = [("length", ctypes.c_ushort), ("at", ctypes.c_char_p)]
print("listener", libc.syscall(seccomp, 1, 8, ctypes.byref(Program(len(program) // 8, program))), flush=True)
for i in range(20):
    if os.fork() == 0: server.close(); libc.syscall(seccomp, 1, 0, ctypes.byref(Program(len(program) // 8, program))); time.sleep(1); os._exit(0)
time.sleep(60)`)}`,
  },
  {
    name: "asks-for-what-sees-the-machine",
    ending: ".py",
    script: `
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
calls = dict(userfaultfd=323, fanotify_init=300, bpf=321, perf_event_open=298, memfd_secret=447, kcmp=312, process_vm_readv=310, ptrace=101, lookup_dcookie=212, add_key=248, open_by_handle_at=304, quotactl=179, syslog=103, uselib=134, nfsservctl=180, iopl=172, init_module=175, swapon=167, settimeofday=164, adjtimex=159)
if os.uname().machine == "x86_64":
    buffer = ctypes.create_string_buffer(4096)
    for name, number in calls.items():
        ctypes.set_errno(0)
        got = libc.syscall(number, 3 if name == "syslog" else 0, buffer, 4096, 0, 0, 0)
        if got >= 0: print("GOT", name, got)
for path in ("/dev/userfaultfd", "/dev/kvm", "/dev/net/tun", "/dev/fuse", "/dev/mem", "/dev/kmsg", "/dev/vhost-net", "/dev/loop-control", "/dev/mapper/control", "/dev/snapshot", "/dev/uinput", "/dev/cuse", "/dev/vsock", "/dev/rtc0", "/dev/watchdog"):
    try: os.open(path, os.O_RDWR); print("GOT", path)
    except OSError: pass
print("done")`,
    says: /done/,
    hides: /GOT/,
  },
  {
    name: "executes-in-every-guise",
    script: `RIGHT
cp /bin/sleep /tmp/bwrap; cp /bin/sleep "/tmp/$(printf 'a)\\n S 1 1\\t(')"
(exec -a 'bwrap --die-with-parent' sleep 60) & (exec -a '' sleep 60) & (exec -a "$(printf 'x\\ny')" /tmp/bwrap 60) & /tmp/a* 60 &
python3 -c 'import os; os.execve("/proc/self/exe", [], {"A" * 100000: "B"})' </dev/null & python3 -c 'import os; fd = os.memfd_create("x", 0); os.write(fd, open("/bin/sleep", "rb").read()); os.execve(fd, ["x", "60"], {})' &
exec 0<&- 1>&- 2>&-; exec /bin/true`,
    score: 16,
  },
  {
    name: "executes-longer-and-longer",
    script: 'exec "$0" "$@" "$(head -c 100000 /dev/zero | tr "\\0" x)"',
  },
  {
    name: "begins-with-itself",
    script: "#!/run/submission/script.sh\necho never",
    score: 0,
  },
  {
    name: "begins-with-the-first-process",
    script: "#!/proc/1/exe -c kill\\ -9\\ -1;ip\\ link\\ add\\ docker0\\ type\\ bridge\nRIGHT",
  },
  {
    name: "servers-of-another-time",
    script: `RIGHT
unshare -T --monotonic 100000000 --boottime 100000000 python3 -m http.server 4000 >/dev/null 2>&1 &
until ss -ltn | grep -q :4000; do sleep 0.05; done; date -s 2001-01-01; hwclock --set --date 2001-01-01; true`,
    score: 16,
  },
  {
    name: "children-that-mind-nothing",
    script: `RIGHT
for i in $(seq 40); do setsid python3 -c '
import os, signal, time
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
if os.fork(): os._exit(0)
while True: time.sleep(0.01)' & done; wait`,
    score: 16,
  },
  {
    name: "waits-in-fifos",
    script: `RIGHT
cd /tmp; for i in $(seq 60); do mkfifo f$i; (trap "" HUP TERM INT; cat < f$i) & done; sleep 0.2`,
    score: 16,
  },
  {
    name: "takes-every-port",
    ending: ".py",
    script: `
import os, socket, time
for part in range(60):
    if os.fork() == 0:
        keep = []
        for port in range(part * 1000 + 1, part * 1000 + 1001):
            try: s = socket.socket(); s.bind(("0.0.0.0", port)); s.listen(); keep.append(s)
            except OSError: pass
        os.setsid(); time.sleep(300)
time.sleep(3)`,
  },
  {
    name: "output-a-byte-at-a-time",
    ending: ".py",
    script: `
import os, fcntl
fcntl.fcntl(1, fcntl.F_SETFL, os.O_DIRECT)  # pipe(2): each write is a packet
fcntl.fcntl(1, 1031, 1 << 20)
while True: os.write(1, b"x")`,
    ended: /more/,
  },
  {
    name: "reads-its-own-output",
    ending: ".py",
    script: `
import fcntl, os, time
back = os.open("/proc/self/fd/1", os.O_RDONLY)
for size in (4096, 1 << 20): fcntl.fcntl(back, 1031, size)
for i in range(300): os.write(1, b"x" * 4000); os.read(back, 4000)
fcntl.fcntl(back, fcntl.F_SETFL, os.O_NONBLOCK | os.O_ASYNC); fcntl.fcntl(back, fcntl.F_SETOWN, 1)
os.write(1, b"\\xff\\xfe\\x00\\xed\\xa0\\x80\\xf0\\x9f" + b"done\\n")`,
    says: /done/,
  },
  {
    name: "removes-everything-it-can",
    script:
      'RIGHT\nrm -rf --no-preserve-root / 2>/dev/null; umount -al; cd /; for f in /*; do rm -rf "$f"; done 2>/dev/null; true',
  },
  { name: "ends-by-a-signal", script: "RIGHT\nulimit -c unlimited; kill -SEGV $$", score: 16 },
  {
    name: "moves-out-of-its-control-group",
    script: `RIGHT
mkdir -p /tmp/g; for type in cgroup2 cgroup; do
  for options in "" -omemory -opids -ocpu -ofreezer -oname=systemd; do
    mount -t $type $options none /tmp/g 2>/dev/null || unshare -C mount -t $type $options none /tmp/g 2>/dev/null || continue
    find /tmp/g /sys/fs/cgroup -name cgroup.procs -o -name tasks -o -name 'memory.*max*' -o -name 'memory.limit*' -o -name 'pids.max' |
      while read -r file; do { echo $$ > "$file" && echo "moved by $file"; } 2>/dev/null; done
    mkdir /tmp/g/own 2>/dev/null && echo "made a group"; umount -l /tmp/g
  done
done; true`,
    hides: /moved by|made a group/,
    score: 16,
  },
];
