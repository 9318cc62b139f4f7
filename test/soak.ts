// Up, grade, down, again and again; then many worlds at once; and the machine must be as it was.
// bun test/soak.ts [ROUNDS] [AT-ONCE]

import { join } from "node:path";
import { labNames } from "../harness/lab/names.ts";
import { newFolder } from "./folder.ts";
import { watchMachine } from "./left.ts";
import { bun } from "./run.ts";

const [rounds = 100, atOnce = 8] = process.argv.slice(2).map(Number);
const states = newFolder("soak");
const machine = await watchMachine("soak");
let failures = 0;

for (let round = 0; round < rounds; round++) await life(round, "in-a-row");
console.log(`${rounds} rounds of up, grade, down: ${failures} failed`);

await Promise.all(Array.from({ length: atOnce }, (_, at) => life(at, `at-once-${at}`)));
console.log(`${atOnce} worlds at once: ${failures} failed in all`);

const left = await machine.left();
console.log(left.length ? `left behind:\n${left.join("\n")}` : "the machine is as it was");
process.exit(failures || left.length ? 1 : 0);

async function life(at: number, state: string): Promise<void> {
  const lab = labNames()[at % labNames().length]!;
  const env = { ...machine.env, XDG_STATE_HOME: join(states, state) };
  for (const line of [
    [`labs/${lab}.ts`, "--quiet"],
    ["grader/index.ts", lab],
    [`labs/${lab}.ts`, "down"],
  ]) {
    const { out, err, status } = await bun(line, { env });
    if (status === 0) continue;
    failures++;
    console.log(`${line.join(" ")}: status ${status}\n${out}${err}`);
  }
}
