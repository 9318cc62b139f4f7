// Where the grader reads, and the next command: files, names, mounts, roots and texts that are something else.

import { project } from "../../../harness/ground/paths.ts";
import { asServer, type Hostile } from "../hostile.ts";

const literally = (text: string) => new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));

export const read: Hostile[] = [
  {
    name: "names-that-end-a-line",
    script: `RIGHT
ls=$(printf '\\342\\200\\250'); nel=$(printf '\\302\\205')
ip link set docker0 down; ip link property add dev docker0 altname "a\${ls}not ok 1"; ip link set docker0 alias "b\${ls}1..0\${nel}c"
ip link add "x\${ls}y" type bridge; ip link set veth1 master "x\${ls}y"; ip netns add "n\${ls}ok 1 - bridge"; ip -n docker1 link set eth0 name "e\${ls}0"
nft "add table ip t; add chain ip t c { comment \\"\${ls}1..0\\" ; }"; printf "\${ls}ok 1 - bridge\${ls}1..1\\n"`,
  },
  {
    name: "process-names-that-steer",
    script: `RIGHT
for text in '\\033[2J\\033[31m' '<b>x</b>' '</pre>' 'a\\342\\200\\250b' '\\377\\376'; do
  name=$(printf "$text") python3 - <<'END' &
import ctypes, os, time
libc = ctypes.CDLL(None); libc.unshare(0x40000000); libc.prctl(15, os.environb[b"name"], 0, 0, 0)
os.system("ip link set lo up"); time.sleep(60)
END
  until [ "$(readlink /proc/$!/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
  ip link add type veth peer name p0 netns $!
done`,
    score: 16,
  },
  {
    name: "answers-that-are-markup",
    script: `RIGHT
mkdir -p /run/answers; for n in port stranger-1 stranger-2; do printf '\\033[2J<script>alert(1)</script>\\342\\200\\250=1+1\\000' > /run/answers/$n; done`,
    score: 16,
  },
  {
    name: "mounts-what-the-kernel-makes-up",
    isShort: true,
    script: `RIGHT
mkdir -p /run/answers /var/lib/cni/networks/x; touch /var/lib/cni/networks/x/lock
for f in kmsg kcore kallsyms sysrq-trigger self/mem kpagecount; do for to in /run/answers/$(basename $f) /run/answers/port /run/netns/$(basename $f) /var/lib/cni/networks/x/10.0.0.1; do touch $to; mount --bind /proc/$f $to; done; done`,
    score: 16,
  },
  {
    name: "namespaces-of-other-kinds-as-names",
    script:
      "RIGHT\nfor kind in user pid mnt uts ipc cgroup time; do touch /run/netns/$kind; mount --bind /proc/self/ns/$kind /run/netns/$kind; done; unshare -Ur sh -c 'touch /run/netns/deep; unshare -n mount --bind /proc/self/ns/net /run/netns/deep'",
    score: 16,
  },
  {
    name: "a-root-of-its-own",
    script: `RIGHT
mkdir -p /tmp/r; mount -t tmpfs none /tmp/r; mkdir -p /tmp/r/old /tmp/r/run/netns /tmp/r/run/answers; ln -s @HOME@/secret /tmp/r/run/answers/port
mkfifo /tmp/r/run/netns/docker1; ln -s /old/proc/1/root /tmp/r/proc; pivot_root /tmp/r /tmp/r/old; cd /; /old/bin/sh -c 'umount -l /old' 2>/dev/null; :`,
  },
  {
    name: "mounts-upon-mounts",
    script:
      "RIGHT\nfor i in $(seq 300); do mount -t tmpfs none /run/netns; mkdir -p /run/netns/$i; mount --rbind /run /tmp; done; mount --make-rshared /; mount --rbind / /var/tmp; umount -l /proc /sys",
  },
  {
    name: "a-layered-root",
    script: `RIGHT
mkdir -p /tmp/o/u /tmp/o/w; mount -t tmpfs none /tmp/o; mkdir /tmp/o/u /tmp/o/w; for at in /usr /etc /run /var; do mount -t overlay -o lowerdir=$at,upperdir=/tmp/o/u,workdir=/tmp/o/w,userxattr none $at; touch $at/pwned-@ID@; done; true`,
  },
  {
    name: "leases-on-what-is-read",
    isShort: true,
    script: `RIGHT
mkdir -p /run/answers /var/lib/cni/networks/x; touch /run/xtables.lock /run/answers/port /run/answers/stranger-1 /run/netns/file /var/lib/cni/networks/x/lock /var/lib/cni/networks/x/10.0.0.1
${asServer(`import fcntl, glob, signal, time
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
keep = []
for path in glob.glob("/run/**/*", recursive=True) + glob.glob("/var/lib/**/*", recursive=True):
    for kind in (fcntl.F_WRLCK, fcntl.F_RDLCK):
        try: f = open(path); keep.append(f); fcntl.fcntl(f, fcntl.F_SETLEASE, kind); break
        except OSError: pass
time.sleep(60)`)}`,
    score: 16,
  },
  {
    name: "locks-what-can-be-locked",
    script: `RIGHT
touch /run/xtables.lock
${asServer(`import fcntl, glob, time
keep = []
for path in glob.glob("/run/*") + glob.glob("/run/*/*") + glob.glob("/usr/sbin/*tables*") + glob.glob("/usr/bin/*") + ["/etc", "/usr", "/", "/run/netns", "/run/lock", "/run/bun"]:
    if len(keep) > 900: break
    try: fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK); keep.append(fd); fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError: pass
time.sleep(60)`)}`,
    score: 16,
  },
  {
    name: "comments-that-are-rules",
    script: `RIGHT
python3 - <<'END'
import subprocess
text = 'x"\\nCOMMIT\\n*nat\\n:POSTROUTING ACCEPT\\n-A POSTROUTING -j MASQUERADE\\n-A FORWARD -j DROP\\nCOMMIT\\n# "'
for tool in ("iptables", "iptables-legacy", "ip6tables"):
    subprocess.run([tool, "-A", "FORWARD", "-s", "192.0.2.1", "-m", "comment", "--comment", text, "-j", "ACCEPT"])
subprocess.run(["nft", "add table ip t { comment \\"a\\\\nb\\"; }"])
END`,
    score: 16,
  },
  {
    name: "tells-where-it-is-graded",
    script: "cat /proc/*/mountinfo /proc/*/cmdline /proc/*/environ /proc/mounts 2>/dev/null | tr '\\0' '\\n'",
    says: /\/run\/netns/,
    hides: literally(`${project}/`),
  },
];
