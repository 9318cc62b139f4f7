// What the proofs of a lab's checks show, each thing that is wrong in one sentence.

import type { TestPoint } from "../grader/tap/test-point.ts";
import type { Check } from "../grader/vocabulary/check.ts";
import { nearest } from "../harness/ground/nearest.ts";

type Point = Pick<TestPoint, "id" | "outcome" | "actual">;

const why = ({ actual }: Point): string => (actual === undefined ? "" : `: ${JSON.stringify(actual)}`);

/** In an empty world no check may pass, and each must know that it does not. */
export const wrongWhenEmpty = (points: Point[]): string[] =>
  points.flatMap((point) =>
    point.outcome === "pass"
      ? [`The check "${point.id}" passes in an empty world`]
      : point.outcome === "error"
        ? [`The check "${point.id}" cannot find out that a world is empty${why(point)}`]
        : [],
  );

/** After the lab every check passes. */
export const wrongAfterLab = (points: Point[]): string[] =>
  points
    .filter(({ outcome }) => outcome !== "pass")
    .map((point) => `The check "${point.id}" does not pass after the lab, but is ${point.outcome}${why(point)}`);

/** After a check's `brokenBy` it fails, and so do those in `breaksToo`, and no other; those in `blocks` cannot be judged, and no other. */
export function wrongProof(
  { id, brokenBy, breaksToo = [], blocks = [] }: Pick<Check, "id" | "brokenBy" | "breaksToo" | "blocks">,
  points: Point[],
): string[] {
  const caught = points.filter(({ outcome }) => outcome === "fail" || outcome === "error");
  if (caught.length === 0) return [`The brokenBy of the check "${id}" breaks nothing: all pass after ${brokenBy}`];
  const failed = points.filter(({ outcome }) => outcome === "fail").map((point) => point.id);
  const others = failed.filter((other) => other !== id && !breaksToo.includes(other));
  return [
    ...(failed.includes(id) ? [] : [`The brokenBy of the check "${id}" does not fail it: ${brokenBy}`]),
    ...others.map(
      (other) => `The brokenBy of the check "${id}" fails "${other}" too: break less, or name it in breaksToo`,
    ),
    ...breaksToo
      .filter((other) => !failed.includes(other))
      .map((other) => `The brokenBy of the check "${id}" does not fail "${other}", which its breaksToo names`),
    ...points
      .filter((point) => point.outcome === "skip" && !blocks.includes(point.id))
      .map(
        (point) => `The brokenBy of the check "${id}" blocks "${point.id}": judge that by itself, or name it in blocks`,
      ),
    ...blocks
      .filter((other) => points.some((point) => point.id === other && point.outcome !== "skip"))
      .map((other) => `The brokenBy of the check "${id}" does not block "${other}", which its blocks names`),
    ...caught
      .filter(({ outcome }) => outcome === "error")
      .map((point) => `The check "${point.id}" could not find out after ${brokenBy}${why(point)}`),
  ];
}

/** Ids that are meant to be checks and are none; `named` says where each stands. */
export const unknownChecks = (named: { id: string; where: string }[], ids: string[]): string[] =>
  named
    .filter(({ id }) => !ids.includes(id))
    .map(({ id, where }) => {
      const near = nearest(id, ids);
      return `${where} names the check "${id}", which is not there${near ? `; "${near}" is` : ""}`;
    });
