// The whole reference, again and again, while two busy loops keep the processors from it: every check must pass each time.
// bun test/rounds.ts [ROUNDS]

import { join } from "node:path";
import type { LabGrade } from "../grader/grading/grade.ts";
import { project } from "../harness/ground/paths.ts";

const rounds = Number(process.argv[2] ?? 50);
const load = [1, 2].map(() => Bun.spawn(["sh", "-c", "while :; do :; done"]));
process.on("exit", () => load.map((loop) => loop.kill()));

const counts: Record<string, number> = {};
for (let round = 1; round <= rounds; round++) {
  const grader = Bun.spawn([process.execPath, join(project, "grader/index.ts"), "--reference", "--reporter", "json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { labs } = (await new Response(grader.stdout).json()) as { labs: LabGrade[] };
  for (const { lab, checks } of labs)
    for (const { id, outcome, actual } of checks) {
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      if (outcome !== "pass") console.log(`round ${round}: ${lab} ${id} ${outcome} ${JSON.stringify(actual)}`);
    }
}
console.log(
  `${rounds} rounds: ${Object.entries(counts)
    .map(([outcome, count]) => `${count} ${outcome}`)
    .join(", ")}`,
);
process.exit(Object.keys(counts).join() === "pass" ? 0 : 1);
