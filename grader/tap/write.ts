// A check run's output: TAP 14 (testanything.org), one test point per check, the rest as YAML diagnostics.

import type { Circumstance } from "./circumstance.ts";
import type { Evidence } from "./evidence.ts";
import type { TestPoint } from "./test-point.ts";

/** The head: version, plan, and each check's id and points, so that a stream cut off later loses no check and no maximum. */
export function tapHead(checks: readonly { id: string; points: number }[]): string {
  const known = checks.map(({ id, points }) => ({ id, points }));
  return `TAP version 14\n1..${checks.length}\n# checks ${json(known)}\n`;
}

/** One test point. A skip is TAP's own; an error is not ok, its diagnostics say what it is. */
export function tapPoint(point: TestPoint, number: number, description = point.id): string {
  const isOk = point.outcome === "pass" || point.outcome === "skip";
  const directive = point.outcome === "skip" ? ` # SKIP needs ${point.blockedBy?.join(", ")}` : "";
  const { id, ...rest } = point;
  const diagnostics = Object.entries({ id, ...rest })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `  ${key}: ${json(value)}\n`); // JSON is YAML
  return `${isOk ? "ok" : "not ok"} ${number} - ${escaped(description)}${directive}\n  ---\n${diagnostics.join("")}  ...\n`;
}

/** A test point ahead of its turn: a comment, for it comes again. */
export const tapEarly = (point: TestPoint): string => `# early ${json(point)}\n`;

/** What the checks' world was like: a comment, so that every reader of TAP takes it. */
export const tapEvidence = (evidence: Evidence): string => `# evidence ${json(evidence)}\n`;

/** What there is to say about it besides. */
export const tapCircumstances = (circumstances: Circumstance[]): string =>
  circumstances.length ? `# circumstances ${json(circumstances)}\n` : "";

/** In a description, # and \ are TAP's own. */
export const escaped = (text: string): string => text.replaceAll(/[\\#]/g, "\\$&").replaceAll(/[\n\u2028\u2029]/g, " ");

/** In one line: what JSON leaves as it is ends a line for YAML 1.1, and for the dot of a regular expression. */
export const json = (value: unknown): string =>
  JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
