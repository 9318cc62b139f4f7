// A class of 200 with hostile ones: three batches, one of them under two busy loops, and one that is killed ten times and goes on.
// All must give the grades that are right, and leave the machine as it was.   bun test/class/batch.ts [STUDENTS]

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { project } from "../../harness/ground/paths.ts";
import { contentOf } from "./content.ts";
import { writeClass } from "./write.ts";

const count = Number(process.argv[2] ?? 200);
const timeout = "10"; // seconds a script may take
const folder = mkdtempSync(join(tmpdir(), "batch-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const wanted = writeClass(join(folder, "class"), count);

const start = (out: string) =>
  Bun.spawn(
    [process.execPath, join(project, "grader/index.ts"), join(folder, "class"), "--out", out, "--timeout", timeout],
    { stdio: ["ignore", "ignore", "inherit"] },
  );

/** What a batch could leave behind. */
function machine(): string {
  const links = readFileSync("/proc/net/dev", "utf8")
    .match(/^ *\S+:/gm)!
    .sort();
  const sysctls = ["vm/swappiness", "net/ipv4/ip_forward", "kernel/core_pattern"];
  const tools = ["ip route", "ip rule", "nft list ruleset", "ls /tmp /run /run/netns"];
  return [
    ...links,
    ...sysctls.map((name) => readFileSync(`/proc/sys/${name}`, "utf8")),
    ...tools.map((line) => Bun.spawnSync(["sh", "-c", line]).stdout.toString()),
    `${readFileSync("/proc/self/mountinfo", "utf8").split("\n").length} mounts`,
    `${readdirSync("/proc").filter((name) => /^\d+$/.test(name) && isWorld(name)).length} worlds`,
  ].join("\n");
}

function isWorld(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("bwrap");
  } catch {
    return false;
  }
}

function compare(name: string, out: string): void {
  const grades = contentOf(out);
  const wrong = grades.filter(({ student, score }) => wanted.get(student) !== score);
  for (const { student, score } of wrong) console.log(`  ${student}: ${score}, not ${wanted.get(student)}`);
  const isSame = Bun.deepEquals(grades, contentOf(join(folder, "first")));
  if (wrong.length || grades.length !== count || !isSame) process.exitCode = 1;
  console.log(
    `${name}: ${grades.length} graded, ${wrong.length} wrong, ${isSame ? "the same as" : "NOT as"} the first`,
  );
}

async function timed(name: string, out: string): Promise<void> {
  const begin = performance.now();
  await start(out).exited;
  compare(`${name}, ${Math.round((performance.now() - begin) / 1000)} s`, out);
}

const before = machine();
await timed("first", join(folder, "first"));
await timed("second", join(folder, "second"));
const load = [1, 2].map(() => Bun.spawn(["sh", "-c", "while :; do :; done"]));
await timed("under load", join(folder, "third"));
for (const loop of load) loop.kill();

const killed = join(folder, "killed");
for (let kills = 0; kills < 10; kills++) {
  const child = start(killed);
  await Bun.sleep(Math.random() * 5000); // any moment, that is the test
  child.kill("SIGKILL");
  await child.exited;
}
await start(killed).exited;
compare("killed ten times", killed);

const after = machine();
if (after !== before) process.exitCode = 1;
console.log(after === before ? "the machine is as it was" : `the machine was\n${before}\nand is\n${after}`);
