// A class of right submissions, by how many are graded at once: for one submission.

import { join } from "node:path";
import { writeRight } from "../../test/class/write.ts";
import { newFolder } from "../../test/folder.ts";
import { compare } from "../compare.ts";
import type { Subject } from "../index.ts";
import { bun } from "../run.ts";

const students = 40;

export const classes: Subject = {
  title: `A class of ${students} right submissions of lab 03: for each of them`,
  async rows(rounds) {
    const folder = newFolder("class");
    writeRight(join(folder, "class"), students);
    let run = 0;
    const out = () => join(folder, `out-${run++}`);
    const graded = async (jobs: number) =>
      (await bun("grader/index.ts", join(folder, "class"), "--out", out(), "--jobs", `${jobs}`)) / students;
    const contenders = [1, 2, 3, 4, 8].map((jobs) => ({ name: `--jobs ${jobs}`, once: () => graded(jobs) }));
    return compare(contenders, Math.min(rounds, 3));
  },
};
