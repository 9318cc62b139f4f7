// The matrix: for each lab, faults that students make and right but different solutions. Data: test/matrix/NN-name.ts.

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { What } from "../harness/explain/index.ts";
import { labNames } from "../harness/lab/names.ts";

/** From a node to an address that the node `to` should have. */
export type Asked = { from: string; to: string; address: string };

/** A fault that students make. */
export type Mutation = {
  fault: string;
  /** Shell commands on the host of the built lab. */
  commands: string;
  /** The id of the check that must catch it. */
  caughtBy: string;
  /** Further checks that fail because they see the same fault: what they state is false too. No other check may fail. */
  also?: string[];
  /** Checks that cannot be judged after it, and so are skipped. No other check may be. */
  blocks?: string[];
  /** Checks that may fail or pass: the fault leaves it to chance. */
  maybe?: string[];
  /**
   * Where it breaks connectivity: the hop that must be named (it may differ from way to way). Where the pings are skipped, it is
   * asked for on the row's way. Without it no cause may be named: what is not understood is not told.
   */
  broken?: {
    node: string | string[];
    what: What | What[];
    /** For some of the ways nothing may be found. */
    orSilent?: boolean;
    /** Other ways break at another hop. */
    and?: { node: string | string[]; what: What | What[] };
  } & Partial<Asked>;
};

export type Row = {
  lab: string;
  /** Checks that the starting point alone passes: what the student must not destroy. */
  passingAtStart?: string[];
  /** A lab that checks pings: one of them. */
  way?: Asked;
  mutations: Mutation[];
  /** Ways to the lab's goal that the lab itself does not take, as shell commands on an empty host, by what is different. */
  alternatives: Record<string, string>;
  /**
   * Of a lab whose own tasks are its exercise: what somebody does who knows only the earlier labs, as shell commands at the
   * starting point. None gets full marks. Of other labs: test/exercises/NN-name.ts.
   */
  withoutTheLesson?: Record<string, string>;
};

const isPart = process.env.MATRIX === "part";

/**
 * The faults that the gate of all labs tries: of each check the first, and every fifth of the others. All of them are tried by
 * `bun run errors`, by `bun run ok 03` and by the test file alone.
 */
export const triedFaults = (mutations: Mutation[]): Mutation[] =>
  mutations.filter(
    ({ caughtBy }, at) => !isPart || at % 5 === 0 || !mutations.slice(0, at).some((one) => one.caughtBy === caughtBy),
  );

/** Of the right solutions it tries every fourth. */
export const triedWays = (ways: Record<string, string>): [name: string, commands: string][] =>
  Object.entries(ways).filter((_, at) => !isPart || at % 4 === 0);

/** Every lab's row. */
export const matrix: Row[] = await Promise.all(
  labNames().map(async (lab) => {
    const file = join(import.meta.dir, `matrix/${lab}.ts`);
    if (!existsSync(file)) throw new Error(`Lab "${lab}" has no faults: test/matrix/${lab}.ts is missing`);
    return { lab, ...(await import(file)) };
  }),
);
