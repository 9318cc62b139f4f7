// What a grading says: the lab's checks with their points, how a submission's script ran, what else there is to say.

import type { Circumstance } from "../tap/circumstance.ts";
import type { Evidence } from "../tap/evidence.ts";
import type { TestPoint } from "../tap/test-point.ts";

/** What a script does that its author will not have meant. */
export type Remark =
  /** It had Windows line endings, or a byte order mark: they were taken away before it ran. */
  | { what: "line-endings" }
  /** It reads what somebody should type, and nobody is there. */
  | { what: "reads"; line: number }
  /** At its end it takes away again what it built. */
  | { what: "clean-up"; line: number }
  /** It writes what only a machine's start would read. */
  | { what: "boot"; line: number; path: string };

/** Why a script was ended that was not: the world was gone. */
export const worldEnded = "it ended its own world";

/** How a submission's script ran. */
export type ScriptRun = {
  /** Its exit status; 128 and the signal's number where a signal ended it. */
  status: number;
  /** What it wrote, both streams in one. */
  output: string;
  /** Why the grader ended it. */
  ended?: string;
  remarks?: Remark[];
  seconds: number;
};

export type LabGrade = {
  lab: string;
  /** Whose values it was graded for; without one, the notes'. */
  student?: string;
  /** Of a class: who handed it in, with whatever values. */
  handedInBy?: string;
  /** By the checks of the lab's exercise, where these are others than the lab's. */
  exercise?: true;
  score: number;
  maxScore: number;
  checks: TestPoint[];
  /** Some of it is known only from before the last change: see exercise/early.ts. */
  isEarly?: true;
  /** Of a class: the course's version that graded. */
  course?: string;
  /** Of a submission: how its script ran. */
  script?: ScriptRun;
  /** For those who were not there: what the kernel had, as text, and one ping with every frame. */
  evidence?: Evidence;
  /** What there is to say about the world besides. */
  circumstances?: Circumstance[];
  /** What went wrong with the grading itself. */
  complaints: string[];
};
