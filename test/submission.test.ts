// Scripts of strangers: right, wrong, broken and hostile ones. None gets more than it made, or at anything but its own world.

import { describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "../harness/ground/paths.ts";
import { stepsOf } from "../harness/lab/starting-point.ts";
import { newFolder } from "./folder.ts";
import { held } from "./holding.ts";
import { bun } from "./run.ts";

const folder = newFolder("submissions");

const right = (await stepsOf("03-bridge"))
  .filter(({ given }) => !given)
  .flatMap(({ commands }) => commands)
  .join("\n");

type Graded = { score: number; script: { status: number; output: string; ended?: string } };

/** Grades a script for lab 03; the name's ending says what runs it. */
async function graded(content: string | Uint8Array, name = "03-bridge.sh", timeout = 20): Promise<Graded> {
  const file = join(mkdtempSync(join(folder, "s-")), name);
  writeFileSync(file, content);
  const { out, err } = await grader(file, timeout);
  if (!out) throw new Error(err);
  return JSON.parse(out).labs[0];
}

const grader = (file: string, timeout = 20) =>
  bun(["grader/index.ts", "03", "--script", file, "--reporter", "json", "--timeout", String(timeout)]);

describe("is graded by what it made", () => {
  test.concurrent("the lab's own commands", async () => {
    const { score, script } = await graded(right);
    expect(script).toMatchObject({ status: 0 });
    expect(score).toBe(16);
  });

  test.concurrent("half of them, then a mistake", async () => {
    const { score, script } = await graded(
      `set -e\n${right.split("\n").slice(0, 3).join("\n")}\nip link set docker7 up\n`,
    );
    expect(script.status).toBe(1);
    expect(script.output).toContain('Cannot find device "docker7"');
    expect(score).toBe(2);
  });

  test.concurrent("TypeScript with zx", async () => {
    const { script } = await graded(
      'import { $ } from "zx";\nawait $`ip link add docker0 type bridge`;\n',
      "03-bridge.ts",
    );
    expect(script).toMatchObject({ status: 0 });
  });

  test.concurrent("a perfect report, printed", async () => {
    const { score } = await graded("echo TAP version 14; echo 1..1; echo ok 1 - bridge; echo '{\"score\":16}'");
    expect(score).toBe(0);
  });

  test.concurrent("its own ip and ping, and aliases", async () => {
    const { score } = await graded(
      "mkdir -p /run/bin2; for t in ip ping bridge nft; do printf '#!/bin/sh\\nexit 0\\n' > /run/bin2/$t; chmod 755 /run/bin2/$t; done; mount --bind /run/bin2 /usr/sbin; alias ip=true; ip link add docker0 type bridge",
    );
    expect(score).toBe(0);
  });
});

describe("is stopped", () => {
  test.concurrent("an endless loop", async () => {
    expect((await graded("while :; do :; done", "03-a.sh", 2)).script.ended).toBe("it took more than 2 s");
  });

  test.concurrent("one that computes", async () => {
    const { script } = await graded("while :; do :; done", "03-a.sh", 120);
    expect(script.ended).toBe("it took more than 5 s of processor time");
  });

  test.concurrent("endless output", async () => {
    expect((await graded("yes")).script.ended).toBe("it wrote more than 1048576 bytes");
  });

  test.concurrent("a fork bomb", async () => {
    expect((await graded(":(){ :|:& };:; wait", "03-a.sh", 3)).score).toBe(0);
  });

  test.concurrent("/tmp and memory filled", async () => {
    const { script } = await graded(
      "head -c 200M /dev/zero > /tmp/big; ls -s /tmp/big; dd if=/dev/zero of=/dev/null bs=2G count=1",
      "03-a.sh",
      10,
    );
    expect(script.output).toMatch(/No space left|File too large|File size limit/);
    expect(script.output).toMatch(/memory exhausted|Cannot allocate|cannot/i);
  });

  test.concurrent("what it left running, but for servers", async () => {
    const { score } = await graded(
      `${right}\n(sleep 30; while :; do ip link set docker0 down; done) >/dev/null 2>&1 &\n`,
    );
    expect(score).toBe(16);
  });

  test.concurrent("nothing of what its containers consist of", async () => {
    const { score } = await graded(
      `${held}
for n in 1 2; do
  ip netns del docker$n
  held --net
  if [ $n = 1 ]; then ln -s /proc/$pid/ns/net /run/netns/docker$n; else ip netns attach docker$n $pid; fi
done
${right}`,
    );
    expect(score).toBe(16);
  });

  test.concurrent("its world's first process, made to exit", async () => {
    const attack = `import ctypes, os
ip = int(open("/proc/1/syscall").read().split()[-1], 16)
memory = open("/proc/1/mem", "r+b", buffering=0)
memory.seek(ip - 2)
memory.write(bytes.fromhex("31ff b8e7000000 0f05"))  # x86-64: exit_group(0)
os.system("(sleep 0.1 &)")  # an orphan wakes it
import time; time.sleep(20)
`;
    const { score, script } = await graded(attack, "03-a.py");
    expect(score).toBe(0);
    if (process.arch === "x64") expect(script.ended).toBe("it ended its own world");
  });

  test.concurrent("a signal that nobody waited for", async () => {
    expect((await graded("kill -9 $$")).script.status).toBe(137);
  });
});

describe("sees nothing of the machine", () => {
  test.concurrent("no home, no project, no users, no other process", async () => {
    const { script } = await graded(
      `ls ${project} ${folder} /home /root 2>&1; cat /etc/shadow /run/course/labs/03-bridge.ts 2>&1; ls -d /proc/[0-9]* | wc -l; cat /proc/1/environ; echo x > /usr/bin/x; sysctl -w vm.swappiness=1; ls -d . ..`,
    );
    expect(script.output).not.toMatch(/README|nobody/);
    expect(script.output.match(/No such file/g)!.length).toBeGreaterThanOrEqual(6);
    expect(script.output).toMatch(/Read-only file system|Permission denied/);
  });

  test.concurrent("the grader cannot be traced, the project not written, other submissions not read", async () => {
    const attack = `import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
pids = [int(pid) for pid in os.listdir("/proc") if pid.isdigit()]
print("pids", max(pids) < 100, flush=True)
${"" /* PTRACE_ATTACH */}print("traced", [libc.ptrace(16, pid, 0, 0) for pid in (${process.pid}, os.getppid())], flush=True)
for path in ("${project}/README.md", "${folder}", "/run/course/README.md", "/mnt/course/README.md", "/root", "/home"):
    if os.path.exists(path): print("saw", path)
`;
    const { script } = await graded(attack, "03-a.py");
    expect(script.output).toContain("pids True");
    expect(script.output).toMatch(/traced \[-1, -1\]/);
    expect(script.output).not.toContain("saw");
  });

  test.concurrent("what is mounted read-only stays so, also for the world's root", async () => {
    const attack = `for path in /usr /run/bun; do
  mount -o remount,bind,rw $path; touch $path/new $path && echo wrote $path
done 2>&1`;
    const { script } = await graded(attack);
    expect(script.output).not.toContain("wrote");
    expect(script.output).toMatch(/permission denied/i);
  });

  test.concurrent("the machine's links stay unseen, however often /sys is taken away, and no mount tells where the project is", async () => {
    const { script } = await graded(
      "cat /proc/self/mountinfo; ip netns exec docker1 ls /sys/class/net; for i in 1 2 3 4; do ls /sys/class/net; umount /sys; done 2>&1",
    );
    expect(script.output).not.toContain(project);
    const links = new Set(script.output.match(/^[\w.@-]+$/gm));
    expect(links).toEqual(new Set(["lo"]));
  });

  test.concurrent("namespaces within namespaces change nothing of it", async () => {
    const nested = "unshare -Urn sh -c 'ip link add docker0 type bridge; ip link set docker0 up'";
    const { score } = await graded(`unshare -Urmpf --mount-proc sh -c "${nested}"; ${nested}`);
    expect(score).toBe(0);
  });

  test("the machine is as it was", async () => {
    const swappiness = () => readFileSync("/proc/sys/vm/swappiness", "utf8");
    const links = () =>
      readFileSync("/proc/net/dev", "utf8")
        .match(/^ *\S+:/gm)!
        .sort();
    const before = [swappiness(), links()];
    await graded(
      "sysctl -w vm.swappiness=3; unshare -Urn ip link add nested0 type bridge; nsenter -t 1 -n ip link add escape0 type bridge; kill -9 -1",
    );
    expect([swappiness(), links()]).toEqual(before);
  });
});

describe("that cannot be run", () => {
  test.concurrent("binary garbage and NUL bytes", async () => {
    const garbage = new Uint8Array(4096).map((_, at) => (at * 197) % 256);
    expect((await graded(garbage, "03-garbage")).script.status).not.toBe(0);
    expect((await graded("echo a\0b\0c", "03-nul.sh")).score).toBe(0);
  });

  test.concurrent("too large, a link, a folder, not there: one message, status 2", async () => {
    const large = join(folder, "03-large.sh");
    writeFileSync(large, Buffer.alloc(100 * 1024 * 1024));
    const link = join(folder, "03-link.sh");
    symlinkSync("/etc/passwd", link);
    const directory = join(folder, "03-folder.sh");
    mkdirSync(directory);
    const wanted: [string, RegExp][] = [
      [large, /it has 104857600 bytes, and 1048576 are allowed/],
      [link, /it is a symbolic link/],
      [directory, /it is not a file/],
      [join(folder, "03-none.sh"), /no such file/i],
    ];
    for (const [file, message] of wanted) {
      const { err, status } = await grader(file);
      expect(err).toMatch(message);
      expect(status).toBe(2);
      expect(err).not.toContain("    at ");
    }
  });
});
