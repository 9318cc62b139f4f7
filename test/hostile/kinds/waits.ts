// Whoever waits for one of these must not wait for ever.

import { asServer, type Hostile } from "../hostile.ts";

const python = (script: string): Pick<Hostile, "ending" | "script"> => ({ ending: ".py", script });

export const waits: Hostile[] = [
  { name: "stops-itself", script: "RIGHT\nkill -STOP $$", ended: /more than/, score: 16, isShort: true },
  { name: "stops-its-group", script: "kill -STOP 0; sleep 60", ended: /more than/ },
  {
    name: "stops-everybody",
    script: "RIGHT\nkill -STOP -1; kill -STOP 1; kill -STOP $$",
    ended: /more than/,
    score: 16,
  },
  {
    name: "stops-every-new-pid",
    ...python(`
import os, signal
while True:
    for pid in os.listdir("/proc"):
        if pid.isdigit() and int(pid) not in (1, os.getpid()):
            try: os.kill(int(pid), signal.SIGSTOP)
            except OSError: pass`),
    ended: /more than|processor time/,
  },
  {
    name: "wakes-who-is-stopped",
    ...python(`
import os, signal
for i in range(20): os.fork()  if i < 5 else None
while True:
    try: os.kill(-1, signal.SIGCONT)
    except OSError: pass`),
    ended: /more than|processor time/,
  },
  {
    name: "minds-no-signal",
    script: `trap '' HUP INT QUIT TERM USR1 USR2 ALRM PIPE TSTP CHLD; while :; do sleep 60; done`,
    ended: /more than/,
  },
  {
    name: "sends-all-signals-to-the-first",
    script: "RIGHT\nfor s in $(seq 64); do kill -$s 1; done 2>/dev/null; true",
    score: 16,
    isShort: true,
  },
  { name: "fork-bomb", script: ":(){ :|:& };:; wait", isShort: true },
  { name: "fork-bomb-of-two", script: "a(){ (a &); (a &); }; a; sleep 60" },
  {
    name: "comet",
    ...python(`
import os
if os.fork(): os._exit(0)
os.setsid()
while True:
    try:
        if os.fork(): os._exit(0)
    except OSError: pass`),
    isShort: true,
  },
  {
    name: "comets-behind-right-work",
    script: `RIGHT
cat > /tmp/c.py <<'END'
import os
for i in range(6):
    if os.fork() == 0:
        os.setsid()
        while True:
            try:
                if os.fork(): os._exit(0)
            except OSError: pass
END
python3 /tmp/c.py; sleep 60`,
    ended: /more than/,
  },
  {
    name: "comets",
    ...python(`
import os
for i in range(20):
    if os.fork() == 0:
        os.setsid()
        while True:
            try:
                if os.fork(): os._exit(0)
            except OSError: pass`),
  },
  {
    name: "server-that-starts-others",
    script: asServer(`while True:
    if os.fork() == 0:
        server.close()
        import time; time.sleep(60); os._exit(0)
    os.wait()`),
    isShort: true,
  },
  {
    name: "servers-that-start-each-other",
    script: asServer(`import time
while True:
    pid = os.fork()
    if pid:
        os.waitpid(-1, os.WNOHANG); time.sleep(0.005)
        if os.fork() == 0: server.close(); time.sleep(60); os._exit(0)`),
  },
  {
    name: "many-sockets",
    ...python(`
import os, socket, time
for i in range(240):
    if os.fork() == 0:
        keep = []
        for j in range(400):
            s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(); keep.append(s)
        os.setsid(); time.sleep(300)
time.sleep(3)`),
  },
  {
    name: "many-descriptors",
    ...python(`
import os, time
for i in range(200):
    if os.fork() == 0:
        keep = [os.open("/dev/null", 0) for j in range(1000)]
        os.setsid(); time.sleep(300)
time.sleep(1)`),
  },
  {
    name: "waits-in-vfork",
    ...python(`
import ctypes, os, signal, time
if os.fork(): time.sleep(0.2); os._exit(0)
os.setsid()
import subprocess
subprocess.Popen(["sh", "-c", "kill -STOP $$; sleep 60"])
time.sleep(60)`),
  },
  {
    name: "first-thread-ended",
    ...python(`
import ctypes, os, threading, time
def go():
    while True:
        try:
            if os.fork() == 0: time.sleep(60); os._exit(0)
        except OSError: time.sleep(0.01)
threading.Thread(target=go).start()
ctypes.CDLL(None).syscall(93 if os.uname().machine == "aarch64" else 60, 0)`),
    ended: /more than/,
  },
  { name: "leaves-who-is-stopped", script: "RIGHT\nfor i in 1 2 3; do sleep 60 & kill -STOP $!; done", score: 16 },
  { name: "leaves-output-open", script: "RIGHT\nsleep 60 & (while :; do echo more; sleep 0.05; done) &", score: 16 },
  { name: "endless-output", script: "yes", ended: /wrote more/, isShort: true },
  { name: "output-without-a-line", script: "tr '\\0' x < /dev/zero", ended: /wrote more/ },
  { name: "endless-output-of-many", script: "for i in $(seq 50); do yes & done; wait", ended: /wrote more/ },
  {
    name: "zombies",
    ...python("import os, time\nfor i in range(200):\n    if os.fork() == 0: os._exit(0)\ntime.sleep(60)"),
    ended: /more than/,
  },
  {
    name: "a-pid-namespace-of-its-own",
    script: "unshare -Urpf --mount-proc sh -c 'kill -STOP 1; (sleep 60 &) ; kill -STOP $$; sleep 60' & sleep 1",
  },
  {
    name: "a-deep-nest",
    script:
      'n() { unshare -Urpf sh -c "$(declare -f n 2>/dev/null); sleep 60" & }; for i in $(seq 30); do unshare -Urpf sleep 60 & done; sleep 0.5',
  },
  { name: "waits-for-nothing", script: "read line < /proc/self/fd/0; cat; sleep infinity", ended: /more than/ },
  { name: "ends-its-world", script: "RIGHT\nkill -9 1; kill -9 -1", score: 16 },
];
