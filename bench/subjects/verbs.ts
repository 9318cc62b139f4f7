// The cold start of what is asked for most; against a Bun that does nothing.

import { compare } from "../compare.ts";
import type { Subject } from "../index.ts";
import { bun } from "../run.ts";

const lab = "labs/03-bridge.ts";
const lines = [
  [lab, "status"],
  [lab, "--help"],
  [lab, "graph"],
  [lab, "exec", "docker1", "--", "true"],
  ["labs/index.ts"],
  ["grader/index.ts", "--help"],
];

export const verbs: Subject = {
  title: "Each verb, lab 03 being up; against a Bun that does nothing",
  async rows(rounds) {
    await bun(lab, "--quiet");
    const contenders = lines.map((line) => ({ name: `bun ${line.join(" ")}`, once: () => bun(...line) }));
    const rows = await compare([{ name: "bun -e 0", once: () => bun("-e", "0") }, ...contenders], rounds);
    await bun(lab, "down");
    return rows;
  },
};
