import type { Way } from "../../harness/explain/index.ts";
import type { Fact } from "../../harness/kernel/facts.ts";
import type { KernelNode } from "../../harness/kernel/node.ts";
import type { Field } from "../../harness/probe/field.ts";
import type { stems } from "../../harness/student/values.ts";
import type { Pattern } from "./matches.ts";

/** What the labs call their nodes: names with a number, of which a student has others, and these. */
export type NodeName =
  | "host"
  | "router"
  | "outside"
  | `${(typeof stems)[number]}${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`;

/** A world's nodes by name. A node that is not there fails the check that asks for it. */
export type Nodes = { readonly [name in NodeName]: KernelNode };

/** What a check read; the ping that it sent, and the first that got lost: where the check fails, its cause is looked for. */
export type Finding = Fact<unknown> & {
  sent?: Way;
  lost?: Way | undefined;
  /** What must not come through did: to ask again may use up what let it through, and would undo nothing. */
  isFinal?: boolean;
};

/** Right answers by name: each a set of words, in small letters. All of a question's answers are judged together. */
export type Answers = Record<string, string[]>;

export type Check = {
  /** Names the check in reports and its words in the course text: `{#check-ID}`. */
  id: string;
  /** The task that it judges: `{#task-ID}`. Its file says so, in `tasks`. */
  task?: string;
  points: number;
  /** Checks without which this one cannot be judged: where one did not pass, this one is skipped. What the kernel can be asked needs none. */
  needs: Check[];
  /** What it sends, it sends on the field, where probes take turns. `right`: of a question, what was found out to be right. */
  read: (nodes: Nodes, field: Field, right?: Answers) => Finding | Promise<Finding>;
  /** Of a question: finds out what is right, in a starting point that nobody has touched. */
  truth?: (start: Nodes) => Answers | Promise<Answers>;
  /** The part of what was read that must be so; see `matches`. */
  expect: Pattern;
  /** Shell commands on the host, after which the check must fail: its own proof. */
  brokenBy: string;
  /** Further checks that fail after it, since they see the same fault. No other may. */
  breaksToo?: string[];
  /** Checks of the lab that it stands for: of an exercise where they are one. */
  covers?: readonly Check[];
  /** Checks that cannot be judged after it. */
  blocks?: string[];
};

/** One thing that must be true of a lab's world, however it came to be. Its words: docs/<language>/NN-name.md. */
export const check = (id: string, rest: Omit<Check, "id" | "task" | "needs"> & { needs?: Check[] }): Check => ({
  id,
  needs: [],
  ...rest,
});

/** No such node, as a finding: the student's world lacks it. */
export class MissingNode extends Error {
  constructor(
    readonly node: string,
    /** What there is in its place, in words. */
    readonly instead = "none",
  ) {
    super(`There is no network namespace "${node}"`);
  }
}

/** Only what was read could show that the check cannot be judged, and which other one is to blame: it is skipped. */
export class Unjudged extends Error {
  constructor(readonly because: Check[]) {
    super(`Cannot be judged without: ${because.map(({ id }) => id).join(", ")}`);
  }
}
