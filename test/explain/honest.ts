// Causes never lie: where a ping is lost, the cause lies on the leg that was measured lost, and the kernel says what it says.

import { expect } from "bun:test";
import { join } from "node:path";
import { asOwner } from "../../grader/grading/entering.ts";
import { isRoot } from "../../harness/ground/unprivileged.ts";
import type { Asked } from "../matrix.ts";
import { standing } from "../standing.ts";
import type { TestWorld } from "../world.ts";
import type { Measured } from "./measured.ts";

const program = [process.execPath, join(import.meta.dir, "measured.ts")];
const everywhere = isRoot() ? standing(program) : undefined;

/** Every way between the nodes of the world, and those `asked` for, as a ping was measured there and as `explain` tells it. */
export async function measuredWays({ anchor: { pid } }: TestWorld, asked: Asked[] = []): Promise<Measured[]> {
  if (everywhere) return everywhere.ask({ pid, asked });
  const here = standing([...asOwner(pid), ...program]);
  return here.ask<Measured[]>({ pid, asked }).finally(here.close);
}

/** What is wrong with a cause, in a line; undefined where it is right or there is none. */
export function lie({ way, lost, cause, false: untrue }: Measured): string | undefined {
  if (!cause) return undefined;
  const told = `${way}: "${cause.sentence}"`;
  if (cause.leg !== lost) return `${told}, of the ${cause.leg}; the ${lost} was lost`;
  return untrue === undefined ? undefined : `${told}, but ${untrue}`;
}

/** Fails where a cause lies; gives the ways. */
export async function expectHonest(world: TestWorld, asked: Asked[] = []): Promise<Measured[]> {
  const ways = await measuredWays(world, asked);
  expect(ways.flatMap((way) => lie(way) ?? [])).toEqual([]);
  return ways;
}
