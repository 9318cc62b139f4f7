// What was lost while the machine itself failed is nobody's fault that is known: it is asked again, and where it stays so it is an error.

import type { Outcome, TestPoint } from "../tap/test-point.ts";

/** Could it have been lost by another's doing? */
export const isDoubtful = ({ outcome, isProbed }: TestPoint): boolean =>
  outcome === "error" || (outcome === "fail" && isProbed === true);

/** What was lost, and nothing in the world itself explains it. */
export const isUnexplained = (point: TestPoint): boolean =>
  point.outcome === "error" || (isDoubtful(point) && point.cause === undefined);

/** The test points with what may have been lost by the failures, which are given in words, as errors. */
export const doubted = (points: TestPoint[], failures: string[]): TestPoint[] =>
  points.map((point) =>
    point.outcome === "fail" && isDoubtful(point)
      ? { ...point, ...as("error"), actual: `it got lost, and meanwhile ${failures.join("; ")}` }
      : point,
  );

/** The test points where the world itself, alone on the machine, kept its checks from being run to their end. */
export const blamed = (points: TestPoint[], why: string): TestPoint[] =>
  points.map((point) => (point.outcome === "error" ? { ...point, ...as("fail"), actual: why } : point));

const as = (outcome: Outcome) => ({ outcome, points: 0 });
