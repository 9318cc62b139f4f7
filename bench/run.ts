// Times the lab against a shell script that runs the same commands in the same sandbox, in turn; and grading a passing world.
// bun bench/run.ts [ROUNDS]

import { readFileSync } from "node:fs";
import { join } from "node:path";

const folder = import.meta.dir;
const lab = join(folder, "../labs/03-bridge.ts");
const rounds = Number(process.argv[2] ?? 15);

/** The lab's commands, taken from the lab itself, so that both always run the same. */
const commands = [...readFileSync(lab, "utf8").matchAll(/(fails\()?\$`([^`]*)`/g)].map(
  ([, mustFail, command]) => `${mustFail ? "fails " : ""}${command}`,
);
const script = readFileSync(join(folder, "03-bridge.sh"), "utf8").replace("COMMANDS", commands.join("\n"));

function time(...argv: string[]): number {
  const begin = performance.now();
  const { exitCode, stderr } = Bun.spawnSync(argv, { stdin: "ignore", stdout: "ignore", stderr: "pipe" });
  if (exitCode !== 0) throw new Error(`Cannot time "${argv.join(" ")}": status ${exitCode}: ${stderr}`);
  return performance.now() - begin;
}

const median = (values: number[]): number => values.toSorted((one, other) => one - other)[values.length >> 1]!;

const shell: number[] = [];
const up: number[] = [];
const grade: number[] = [];
for (let round = 0; round < rounds; round++) {
  shell.push(time("bash", "-c", script));
  up.push(time(process.execPath, lab, "--quiet"));
  grade.push(time(process.execPath, join(folder, "../grader/index.ts"), "03"));
  time(process.execPath, lab, "down");
}
const ratio = median(up.map((value, round) => value / shell[round]!));
console.log(`shell script                    ${median(shell).toFixed(0).padStart(5)} ms`);
console.log(
  `bun labs/03-bridge.ts --quiet   ${median(up).toFixed(0).padStart(5)} ms   ${ratio.toFixed(2)} times the script (median of ${rounds} pairs)`,
);
console.log(`bun grader 03                   ${median(grade).toFixed(0).padStart(5)} ms`);
