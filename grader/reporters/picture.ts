// The judged world as a picture, with the place that is wrong: what stopped a ping, else where the first failed check looked.

import { withAsked } from "../../harness/graph/asked.ts";
import { svg } from "../../harness/graph/svg.ts";
import type { DrawnNode } from "../../harness/graph/world.ts";
import { type WrongPlace, withWrong } from "../../harness/graph/wrong.ts";
import { askedWorld } from "../../harness/lab/pictures.ts";
import { type Markup, markup, raw } from "../../harness/text/markup.ts";
import type { LabGrade } from "../grading/lab-grade.ts";
import type { TestPoint } from "../tap/test-point.ts";

type Looked = Pick<TestPoint, "outcome" | "seen" | "cause">;

/** What stopped a ping, else where the first failed check looked; then every link that a failed check looked for in vain. */
export function wrongPlaces(checks: readonly Looked[], nodes: readonly DrawnNode[]): WrongPlace[] {
  const failed = checks.filter(({ outcome }) => outcome === "fail" || outcome === "error");
  const looked = failed.flatMap(({ seen = "" }) => placeIn(seen) ?? []);
  const lost = looked.filter(({ node, ifname }) => ifname !== undefined && !hasLink(nodes, node, ifname));
  const cause = failed.find((check) => check.cause)?.cause;
  if (cause) return [{ node: cause.node, ifname: cause.facts.link }, ...lost];
  const first = placeIn(failed[0]?.seen ?? "");
  // of the host as a whole nothing is marked: all is on it
  return [...(first && (first.node !== "host" || first.ifname !== undefined) ? [first] : []), ...lost];
}

/** Where a command looks: "ip -n docker1 -d link show eth0". */
function placeIn(seen: string): WrongPlace | undefined {
  const [, inIp, entered, command] = /^(?:ip (?:-\w+ )*?-n (\S+) |ip netns exec (\S+) |(?=ip ))(.*)$/.exec(seen) ?? [];
  if (command === undefined) return undefined;
  const [, ifname] = /^(?:ip )?(?:-d )?(?:link|address) show (?!master)(\S+)$/.exec(command) ?? [];
  return { node: inIp ?? entered ?? "host", ifname };
}

const hasLink = (nodes: readonly DrawnNode[], node: string, ifname: string): boolean =>
  nodes.some(({ name, links }) => name === node && links.some((link) => link.ifname === ifname));

/** Nothing where all is right, and where the world was not kept. */
export function pictureOf({ lab, student, exercise, checks, evidence }: LabGrade): Markup | undefined {
  const world = evidence?.world;
  if (!Array.isArray(world) || checks.every(({ outcome }) => outcome === "pass")) return undefined;
  const asked = withAsked(world, askedWorld(lab, exercise ?? false, student));
  const { nodes, marked } = withWrong(asked, wrongPlaces(checks, world));
  return markup`<figure>${raw(svg(nodes, { title: lab, marked }))}</figure>\n`;
}
