// Times the course against what people would use instead, in one run, side by side.
// bun run bench [--rounds N] [--most STUDENTS] [--json FILE] [SUBJECT…]

import { parseArgs } from "node:util";
import { unknownWord } from "../harness/command-line/read.ts";
import { Mistake, mainly } from "../harness/ground/error.ts";
import { writeWhole } from "../harness/ground/files.ts";
import type { Row } from "./compare.ts";
import { subjects } from "./subjects.ts";
import { table } from "./table.ts";

/** A subject: its title, and its rows from so many rounds; of classes, up to so many students. */
export type Subject = { title: string; rows(rounds: number, most: number): Promise<Row[]> };

const smallest = 10; // students of a class that is timed

await mainly(async () => {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    options: {
      rounds: { type: "string", default: "15" },
      most: { type: "string", default: "100" },
      json: { type: "string" },
    },
    allowPositionals: true,
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Mistake(`Unknown number of rounds "${values.rounds}"`, "bun run bench --rounds 15");
  const most = Number(values.most);
  if (!Number.isInteger(most) || most < smallest)
    throw new Mistake(
      `Unknown number of students "${values.most}": ${smallest} or more`,
      "bun run bench sizes --most 1000",
    );
  const names = Object.keys(subjects);
  for (const word of positionals)
    if (!names.includes(word)) throw unknownWord("subject", word, names, (near = "up") => `bun run bench ${near}`);
  const all: Record<string, Row[]> = {};
  for (const name of positionals.length ? positionals : names) {
    const { title, rows } = await subjects[name]!();
    all[name] = await rows(rounds, most);
    console.log(`${table(title, all[name])}\n`);
  }
  if (values.json) writeWhole(values.json, `${JSON.stringify({ rounds, ms: all }, undefined, 2)}\n`);
  return 0;
});
