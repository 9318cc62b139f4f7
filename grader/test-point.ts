export type Outcome = "pass" | "fail" | "skip" | "error";

/** The result of one check. */
export type TestPoint = {
  id: string;
  outcome: Outcome;
  points: number;
  maxPoints: number;
  needs: string[];
  /** skip: the needed checks that did not pass. */
  blockedBy?: string[];
  expected?: unknown;
  actual?: unknown;
  /** The command that shows it. */
  seen?: string;
  /** Words a check brings itself: an executable of the author's has no course text. */
  title?: string;
  hint?: string;
  durationMs: number;
};
