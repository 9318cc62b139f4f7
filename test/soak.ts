// Up, grade, down, again and again; then eight worlds at once; and the machine must be as it was.
// bun test/soak.ts [ROUNDS]

import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { labNames } from "../grader/grading/catalogue.ts";
import { project } from "../harness/ground/paths.ts";

const rounds = Number(process.argv[2] ?? 100);
const states = mkdtempSync(join(tmpdir(), "soak-"));
const before = machine();
let failures = 0;

for (let round = 0; round < rounds; round++) await life(labNames()[round % labNames().length]!, "in-a-row");
console.log(`${rounds} rounds of up, grade, down: ${failures} failed`);

const eight = Array.from({ length: 8 }, (_, i) => life(labNames()[i % labNames().length]!, `at-once-${i}`));
await Promise.all(eight);
console.log(`8 worlds at once: ${failures} failed in all`);

rmSync(states, { recursive: true, force: true });
for (let tries = 0; tries < 200 && differences().length; tries++) await Bun.sleep(10); // the kernel ends processes a moment later
const left = differences();
console.log(left.length ? `left behind:\n${left.join("\n")}` : "the machine is as it was");
process.exit(failures || left.length ? 1 : 0);

async function life(lab: string, state: string): Promise<void> {
  for (const line of [
    [`labs/${lab}.ts`, "--quiet"],
    ["grader/index.ts", lab],
    [`labs/${lab}.ts`, "down"],
  ]) {
    const child = Bun.spawn([process.execPath, ...line], {
      cwd: project,
      env: { ...process.env, XDG_STATE_HOME: join(states, state) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [out, err, status] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
    if (status === 0) continue;
    failures++;
    console.log(`${line.join(" ")}: status ${status}\n${out}${err}`);
  }
}

/** Links, network namespaces in use, mounts, files in the temporary folder, and this project's processes. */
function machine(): Record<string, string[]> {
  const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const attempt = (read: () => string): string[] => {
    try {
      return [read()];
    } catch {
      return []; // it ended meanwhile
    }
  };
  return {
    links: readdirSync("/sys/class/net"),
    namespaces: [...new Set(processes.flatMap((pid) => attempt(() => readlinkSync(`/proc/${pid}/ns/net`))))],
    mounts: readFileSync("/proc/self/mounts", "utf8").split("\n"),
    files: readdirSync(tmpdir()),
    processes: processes
      .flatMap((pid) => attempt(() => readFileSync(`/proc/${pid}/comm`, "utf8").trim()))
      .filter((name) => ["bwrap", "nginx", "sleep", "nsenter"].includes(name)),
  };
}

function differences(): string[] {
  const now = machine();
  return Object.entries(now).flatMap(([kind, values]) =>
    values.length > before[kind]!.length ? [`${kind}: ${before[kind]!.length} before, ${values.length} now`] : [],
  );
}
