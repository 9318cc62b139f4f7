import { expect } from "bun:test";
import { join } from "node:path";
import type { Broken, What } from "../../harness/explain/index.ts";
import { sentence } from "../../harness/explain/words.ts";
import { isRoot } from "../../harness/ground/unprivileged.ts";
import type { Asked } from "../matrix.ts";
import type { TestWorld } from "../world.ts";

export type Told = { way: string; answered: boolean; broken?: Broken };

/** What `explain` says of the ways; without any, of those between all nodes, to all their addresses. */
export async function explained({ anchor }: TestWorld, asked?: Asked[]): Promise<Told[]> {
  const pid = String(anchor.pid);
  const enter = isRoot() ? [] : ["nsenter", "-U", "-n", "--preserve-credentials", "-t", pid];
  const child = Bun.spawn([...enter, process.execPath, join(import.meta.dir, "explained.ts"), pid], {
    env: { ...process.env, ASKED: JSON.stringify(asked ?? null) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, said] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  if ((await child.exited) !== 0) throw new Error(said);
  return JSON.parse(out);
}

type Hop = { node: string | string[]; what: What | What[] };

/** The causes name this hop and nothing else, in whole sentences of both languages. */
export function expectHop(causes: (Broken | undefined)[], hop: Hop | undefined): void {
  const named = new Set(causes.map((cause) => (cause ? `${cause.node} ${cause.what}` : "none")));
  const wanted = hop
    ? [hop.node].flat().flatMap((node) => [hop.what].flat().map((what) => `${node} ${what}`))
    : ["(the row's `broken`)"];
  expect([...named].sort()).toEqual(wanted.sort());
  for (const cause of causes.filter((one) => one !== undefined))
    for (const language of ["en", "zh"] as const) {
      expect(cause.seen).not.toBe("");
      expect(sentence(cause, language)).not.toMatch(/undefined|null|""|“”/);
    }
}

/** No false accusation: where a ping is answered, nothing is found, whatever else is in the tables. */
export async function accusesNobody(world: TestWorld): Promise<void> {
  const answered = (await explained(world)).filter((way) => way.answered);
  expect(answered.length).toBeGreaterThanOrEqual(2);
  expect(answered.filter(({ broken }) => broken)).toEqual([]);
}
