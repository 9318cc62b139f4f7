// A submission's world, from inside: nobody else is ever in it. And whatever its processes do to themselves, waiting for them ends.

import { afterAll, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exerciseFiles } from "../grader/grading/catalogue.ts";
import { gradeWorld } from "../grader/grading/grade.ts";
import { confinedFor, runScript } from "../grader/submissions/run-script.ts";
import { isAlive } from "../harness/ground/process.ts";
import { givenCommands, stepsOf } from "../harness/lab/starting-point.ts";
import { endLeftovers } from "../harness/sandbox/leftovers.ts";
import { type Sandbox, startSandbox } from "../harness/sandbox/sandbox.ts";
import { newFolder } from "./folder.ts";

const lab = "03-bridge";
const right = (await stepsOf(lab)).filter(({ given }) => !given).flatMap(({ commands }) => commands);
const started: Sandbox[] = [];
afterAll(() => Promise.all(started.map((sandbox) => sandbox.end())));

/** Starts the script's world, and runs it there. */
async function ran(lines: string[], timeout: number, name = "03-a.sh") {
  const script = { name, bytes: Buffer.from(lines.join("\n")) };
  const sandbox = await startSandbox({ confined: confinedFor(script), commands: await givenCommands(lab) });
  started.push(sandbox);
  const run = await runScript(sandbox, timeout);
  return { sandbox, anchor: sandbox.anchor, run };
}

// The last pid that was given out in the world, as a server that does nothing but look at it sees it: proc(5), /proc/loadavg.
const watcher = `python3 - <<'END'
import os, socket, time
server = socket.socket(); server.bind(("127.0.0.1", 4321)); server.listen()
if os.fork(): os._exit(0)
os.setsid()
last = lambda: open("/proc/loadavg").read().split()[-1]
while os.getppid() != 1: time.sleep(0.001)
time.sleep(0.5)
first = last()
with open("/tmp/seen", "w") as seen:
    while True:
        seen.seek(0); seen.write(f"{first} {last()}\\n"); seen.flush()
        time.sleep(0.001)
END`;

test("in its pid namespace is nobody but its first process and what descends from the script", async () => {
  const crowd = "for i in $(seq 60); do sleep 60 & done";
  const { sandbox, anchor, run } = await ran([...right, crowd, watcher, "sleep 1"], 20);
  expect(run.status).toBe(0);
  await endLeftovers(sandbox);
  const foreign = join(newFolder("contained"), "03-foreign");
  writeFileSync(foreign, "#!/bin/sh\nsleep 0.1 & wait; echo TAP version 14; echo 1..1; echo ok 1 - foreign\n", {
    mode: 0o755,
  });
  const files = [...exerciseFiles(lab), { name: "03-foreign", path: foreign, isExecutable: true }];
  const grade = await gradeWorld(lab, anchor.pid, { timeout: 30, evidence: "en", files });
  expect(grade.score).toBe(grade.maxScore);
  const seen = readFileSync(`/proc/${anchor.pid}/root/tmp/seen`, "utf8").trim().split(" ");
  expect(seen[0]).toMatch(/^\d+$/);
  expect(seen[1]).toBe(seen[0]!);
}, 60_000);

test("a script that stops itself is ended at its limit, and graded by what it made", async () => {
  const { sandbox, anchor, run } = await ran([...right, "kill -STOP $$"], 2);
  expect(run.ended).toBe("it took more than 2 s");
  await endLeftovers(sandbox);
  expect(isAlive(anchor)).toBe(true);
  const { score, maxScore } = await gradeWorld(lab, anchor.pid, { timeout: 30 });
  expect(score).toBe(maxScore);
}, 60_000);

test("servers that go on starting others are ended", async () => {
  const forking = `python3 - <<'END'
import os, socket, time
server = socket.socket(); server.bind(("127.0.0.1", 80)); server.listen()
if os.fork(): os._exit(0)
os.setsid()
while True:
    if os.fork() == 0:
        server.close(); open("/tmp/begun", "w"); time.sleep(60); os._exit(0)
    os.wait()
END`;
  const { sandbox, anchor, run } = await ran([forking, "until [ -e /tmp/begun ]; do sleep 0.05; done"], 20);
  expect(run.status).toBe(0);
  await endLeftovers(sandbox, 100);
  const children = readFileSync(`/proc/${anchor.pid}/task/${anchor.pid}/children`, "utf8");
  expect(children).toBe("");
}, 60_000);

test("it writes to its standard output and error by their names too", async () => {
  const { run } = await ran(["echo one > /dev/stdout; echo two > /dev/stderr; echo three >> /proc/self/fd/1"], 20);
  expect(run).toMatchObject({ status: 0, output: "one\ntwo\nthree\n" });
});

test("no signal is ignored when it begins, and it is the leader of its session", async () => {
  const { run } = await ran(["grep SigIgn /proc/self/status; ps -o pid=,sid= -p $$"], 20);
  const [ignored = "", ids = ""] = run.output.split("\n");
  expect(ignored).toMatch(/\t0+$/);
  const [pid, session] = ids.trim().split(/\s+/);
  expect(session).toBe(pid!);
});
