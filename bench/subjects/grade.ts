// Grading what is up, a passing world; and a throwaway world of its own from nothing: built, a student's script run in it, graded.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { right } from "../../test/class/write.ts";
import { newFolder } from "../../test/folder.ts";
import { compare } from "../compare.ts";
import type { Subject } from "../index.ts";
import { bun } from "../run.ts";

const labs = ["03-bridge", "04-arp", "07-cross-host"];

export const grade: Subject = {
  title: "A grade: of what is up, and of a student's script in a world of its own",
  async rows(rounds) {
    const script = join(newFolder("grade"), "right.sh");
    writeFileSync(script, right.join("\n"));
    for (const lab of labs) await bun(`labs/${lab}.ts`, "--quiet");
    const rows = await compare(
      [
        ...labs.map((lab) => ({ name: `bun grader ${lab.slice(0, 2)}`, once: () => bun("grader/index.ts", lab) })),
        { name: "bun grader 03 --script", once: () => bun("grader/index.ts", "03", "--script", script) },
      ],
      rounds,
    );
    for (const lab of labs) await bun(`labs/${lab}.ts`, "down");
    return rows;
  },
};
