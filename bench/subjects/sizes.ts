// What a class of right submissions takes, by how many there are: for each of them time, and what is written; and the grader's memory.

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { writeRight } from "../../test/class/write.ts";
import { newFolder } from "../../test/folder.ts";
import { type Row, rowOf } from "../compare.ts";
import type { Subject } from "../index.ts";
import { bunUsage } from "../run.ts";

const sizes = [10, 100, 1000, 5000];

/** What is told of a class of so many: its row's name, its unit, and how it is had from what was found. */
const told: { name: string; unit: "ms" | "kB" | "MB"; of: (found: Found, size: number) => number }[] = [
  { name: "time for each", unit: "ms", of: ({ ms }, size) => ms / size },
  { name: "gradebook for each", unit: "kB", of: ({ gradebook }, size) => gradebook / 1000 / size },
  { name: "class page for each", unit: "kB", of: ({ page }, size) => page / 1000 / size },
  { name: "a student's page", unit: "kB", of: ({ pages }, size) => pages / 1000 / size },
  { name: "the grader's memory", unit: "MB", of: ({ maxRSS }) => maxRSS / 1e6 },
];

type Found = { ms: number; maxRSS: number; gradebook: number; page: number; pages: number };

/** Once for each size up to `most`: the large ones take minutes. */
export const sizesOfClasses: Subject = {
  title: "A class of right submissions of lab 03, by its size; each against the smallest",
  async rows(_rounds, most) {
    const first: Record<string, number> = {};
    const all: Row[] = [];
    for (const size of sizes.filter((size) => size <= most)) {
      const found = await gradeClass(size);
      for (const { name, unit, of } of told) {
        const value = of(found, size);
        first[name] ??= value;
        all.push({ ...rowOf(`${size} students: ${name}`, [value], [first[name]]), unit });
      }
    }
    return all;
  },
};

async function gradeClass(size: number): Promise<Found> {
  const [folder, out] = [newFolder("sizes"), newFolder("sizes-out")];
  writeRight(folder, size);
  const usage = await bunUsage("grader/index.ts", folder, "03", "--out", out);
  const pages = join(out, "students");
  return {
    ...usage,
    gradebook: statSync(join(out, "gradebook.sqlite")).size,
    page: statSync(join(out, "index.html")).size,
    pages: readdirSync(pages).reduce((sum, name) => sum + statSync(join(pages, name)).size, 0),
  };
}
