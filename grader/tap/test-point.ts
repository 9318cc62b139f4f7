import type { Broken } from "../../harness/explain/index.ts";
import type { Circumstance } from "./circumstance.ts";
import type { Elsewhere } from "./elsewhere.ts";

export type Outcome = "pass" | "fail" | "skip" | "error";

/** The result of one check. */
export type TestPoint = {
  id: string;
  outcome: Outcome;
  points: number;
  maxPoints: number;
  /** The task that it judges, by its id in the course text. */
  task?: string;
  needs: string[];
  /** skip: the needed checks that did not pass. */
  blockedBy?: string[];
  expected?: unknown;
  actual?: unknown;
  /** The command that shows it. */
  seen?: string;
  /** A connectivity check that failed: the first thing on the way that stops the packet, where it was found. */
  cause?: Broken | undefined;
  /** What it looked for and is in another place. */
  elsewhere?: Elsewhere[] | undefined;
  /** It sent something, which may have been lost by nobody's fault in this world. */
  isProbed?: boolean;
  /** What there is to say about the world, where it is told with this point. */
  circumstances?: Circumstance[];
  /** Words a check brings itself: an executable of the author's has no course text. */
  title?: string;
  hint?: string;
  durationMs: number;
};
