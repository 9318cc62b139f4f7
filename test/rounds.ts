// The whole reference, again and again, while two busy loops keep the processors from it: every check must pass each time.
// bun test/rounds.ts [ROUNDS] [LAB]

import type { LabGrade } from "../grader/grading/lab-grade.ts";
import { underLoad } from "./load.ts";
import { bun } from "./run.ts";

const [rounds = "50", ...lab] = process.argv.slice(2);

const counts: Record<string, number> = {};
await underLoad(async () => {
  for (let round = 1; round <= Number(rounds); round++) {
    const { out, err } = await bun(["grader/index.ts", ...lab, "--reference", "--reporter", "json"]);
    if (!out) throw new Error(err);
    const { labs } = JSON.parse(out) as { labs: LabGrade[] };
    for (const { lab, checks } of labs)
      for (const { id, outcome, actual } of checks) {
        counts[outcome] = (counts[outcome] ?? 0) + 1;
        if (outcome !== "pass") console.log(`round ${round}: ${lab} ${id} ${outcome} ${JSON.stringify(actual)}`);
      }
  }
});
const seen = Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`);
console.log(`${rounds} rounds: ${seen.join(", ")}`);
process.exit(Object.keys(counts).join() === "pass" ? 0 : 1);
