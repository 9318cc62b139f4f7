// Times the lab against a shell script that runs the same commands in the same sandbox, in turn; and grading a passing world.
// bun bench/run.ts [ROUNDS]

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Mistake, mainly } from "../harness/ground/error.ts";
import { newFolder, runEnvironment } from "../test/folder.ts";

const folder = import.meta.dir;
const lab = join(folder, "../labs/03-bridge.ts");
// the lab of whoever runs this stays up
const env = { ...runEnvironment(), XDG_STATE_HOME: newFolder("bench") };

/** The lab's commands, taken from the lab itself, so that both always run the same. */
function commandsOf(source: string): string[] {
  const found = source.matchAll(/(fails\()?\$`([^`]*)`/g);
  const commands = Array.from(found, ([, mustFail, command]) => `${mustFail ? "fails " : ""}${command}`);
  const computed = commands.find((command) => command.includes("${"));
  if (!commands.length || computed)
    throw new Mistake(`Cannot time a lab whose commands do not stand in its file as they are: ${computed ?? "none"}`);
  return commands;
}

function time(what: string, ...argv: string[]): number {
  const begin = performance.now();
  const { exitCode, stderr } = Bun.spawnSync(argv, { env, stdin: "ignore", stdout: "ignore", stderr: "pipe" });
  if (exitCode !== 0) throw new Mistake(`Cannot time ${what}: status ${exitCode}: ${stderr}`.trim());
  return performance.now() - begin;
}

const median = (values: number[]): number => values.toSorted((one, other) => one - other)[values.length >> 1]!;

await mainly(async () => {
  const rounds = Number(process.argv[2] ?? 15);
  const commands = commandsOf(readFileSync(lab, "utf8"));
  const script = readFileSync(join(folder, "03-bridge.sh"), "utf8").replace("COMMANDS", commands.join("\n"));
  const [shell, up, grade]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    shell.push(time("the shell script", "bash", "-c", script));
    up.push(time("the lab", process.execPath, lab, "--quiet"));
    grade.push(time("the grader", process.execPath, join(folder, "../grader/index.ts"), "03"));
    time("down", process.execPath, lab, "down");
  }
  const ratio = median(up.map((value, round) => value / shell[round]!));
  const shown = (values: number[]) => `${median(values).toFixed(0).padStart(5)} ms`;
  console.log(`shell script                    ${shown(shell)}`);
  console.log(
    `bun labs/03-bridge.ts --quiet   ${shown(up)}   ${ratio.toFixed(2)} times the script (median of ${rounds} pairs)`,
  );
  console.log(`bun grader 03                   ${shown(grade)}`);
  return 0;
});
