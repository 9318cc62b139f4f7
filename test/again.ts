// The whole gate, again and again: every other time under two busy loops. Green every time, or what was not.
// bun test/again.ts [TIMES] [CMD…]

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "../harness/ground/paths.ts";
import { underLoad } from "./load.ts";
import { run } from "./run.ts";

const [times = "20", ...own] = process.argv.slice(2);
const command = own.length ? own : ["bun", "run", "--silent", "ok"];
const logs = join(project, "out/again");
const seconds: Record<"idle" | "under load", number[]> = { idle: [], "under load": [] };
let red = 0;

for (let time = 1; time <= Number(times); time++) {
  const how = time % 2 ? "idle" : "under load";
  const begin = performance.now();
  const { out, err, status } = how === "idle" ? await run(command) : await underLoad(() => run(command));
  const took = (performance.now() - begin) / 1000;
  seconds[how].push(took);
  const last = out.trimEnd().split("\n").at(-1);
  console.log(`${String(time).padStart(3)} ${how.padEnd(10)} ${took.toFixed(0).padStart(5)} s  ${last}`);
  if (status === 0) continue;
  red++;
  const log = join(logs, `${time}.log`);
  mkdirSync(logs, { recursive: true });
  writeFileSync(log, out + err);
  const failed = (out + err).split("\n").filter((line) => /^(\(fail\)|FAILED)/.test(line));
  console.log([...new Set(failed), `→ ${log}`].map((line) => `    ${line}`).join("\n"));
}

const figures = Object.entries(seconds).flatMap(([how, all]) => {
  const sorted = all.toSorted((one, other) => one - other).map((one) => one.toFixed(0));
  return sorted.length
    ? `${sorted.length} ${how}: ${sorted[0]} to ${sorted.at(-1)} s, half within ${sorted[sorted.length >> 1]} s`
    : [];
});
console.log(`${Number(times) - red} of ${times} green; ${figures.join("; ")}`);
process.exit(red ? 1 : 0);
