// The judged world as a picture, with the place that is wrong: what stopped a ping, else where the first failed check looked.

import { svg } from "../../harness/graph/svg.ts";
import { namedWrong, type WrongPlace, withMissing } from "../../harness/graph/wrong.ts";
import { type Markup, markup, raw } from "../../harness/text/markup.ts";
import type { LabGrade } from "../grading/grade.ts";
import type { TestPoint } from "../tap/test-point.ts";

type Looked = Pick<TestPoint, "outcome" | "seen" | "cause">;

/** Nothing where no check failed, or none says where it looked. */
export function wrongPlaces(checks: readonly Looked[]): WrongPlace[] {
  const failed = checks.filter(({ outcome }) => outcome === "fail" || outcome === "error");
  const cause = failed.find((check) => check.cause)?.cause;
  if (cause) return [{ node: cause.node, ifname: cause.facts.link }];
  const [first] = failed;
  const [, ...nodes] = /^ip (?:-\w+ )*-n (\S+)|^ip netns exec (\S+)/.exec(first?.seen ?? "") ?? [];
  return nodes.flatMap((node) => (node === undefined ? [] : [{ node }]));
}

/** Nothing where all is right, and where the world was not kept. */
export function pictureOf({ lab, checks, evidence }: LabGrade): Markup | undefined {
  const world = evidence?.world;
  if (!Array.isArray(world) || checks.every(({ outcome }) => outcome === "pass")) return undefined;
  const wrong = wrongPlaces(checks);
  const nodes = withMissing(world, wrong);
  return markup`<figure>${raw(svg(nodes, { title: lab, marked: namedWrong(nodes, wrong) }))}</figure>\n`;
}
