import { expect } from "bun:test";
import { join } from "node:path";
import { asOwner } from "../../grader/grading/entering.ts";
import { unsure } from "../../harness/explain/broken.ts";
import type { Broken, What } from "../../harness/explain/index.ts";
import { sentence } from "../../harness/explain/words.ts";
import { isRoot } from "../../harness/ground/unprivileged.ts";
import type { Asked } from "../matrix.ts";
import { standing } from "../standing.ts";
import type { TestWorld } from "../world.ts";

export type Told = { way: string; answered: boolean; broken?: Broken };

const program = [process.execPath, join(import.meta.dir, "explained.ts")];
const everywhere = isRoot() ? standing(program) : undefined;

/** What `explain` says of the ways; without any, of those between all nodes, to all their addresses. */
export async function explained({ anchor: { pid } }: TestWorld, asked?: Asked[]): Promise<Told[]> {
  if (everywhere) return everywhere.ask({ pid, asked });
  const here = standing([...asOwner(pid), ...program]);
  return here.ask<Told[]>({ pid, asked }).finally(here.close);
}

type Hop = { node: string | string[]; what: What | What[]; orSilent?: boolean; and?: Hop };

/** The causes name this hop (of several by chance some) and nothing else, in whole sentences of both languages; without one they are silent. */
export function expectHop(causes: (Broken | undefined)[], hop: Hop | undefined, isByChance = false): void {
  const told = hop?.orSilent ? causes.filter(Boolean) : causes;
  const named = new Set(told.map((cause) => (cause ? `${cause.node} ${cause.what}` : "none")));
  const hopsOf = ({ node, what, and }: Hop): string[] => [
    ...[node].flat().flatMap((one) => [what].flat().map((other) => `${one} ${other}`)),
    ...(and ? hopsOf(and) : []),
  ];
  const wanted = hop ? hopsOf(hop) : ["none"];
  if (isByChance) expect(wanted).toEqual(expect.arrayContaining([...named]));
  else expect([...named].sort()).toEqual(wanted.sort());
  for (const cause of causes.filter((one) => one !== undefined))
    for (const language of ["en", "zh"] as const) {
      expect(cause.seen).not.toBe("");
      expect(sentence(cause, language)).not.toMatch(/undefined|null|""|“”/);
    }
}

/** No false accusation: where a ping is answered, nothing is found, whatever else is in the tables; a limit may stop the next one. */
export async function accusesNobody(world: TestWorld): Promise<void> {
  const answered = (await explained(world)).filter((way) => way.answered);
  expect(answered.length).toBeGreaterThanOrEqual(2);
  expect(answered.filter(({ broken }) => broken && !unsure.includes(broken.what))).toEqual([]);
}
