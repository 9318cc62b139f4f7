// TAP: what a check process prints is believed with its plan, and what it does not print is no pass.

import fc from "fast-check";
import { readTap } from "../../grader/tap/read.ts";
import type { TestPoint } from "../../grader/tap/test-point.ts";
import { tapEvidence, tapHead, tapPoint } from "../../grader/tap/write.ts";
import { type Properties, property } from "./property.ts";

const outcomes = ["pass", "fail", "skip", "error"] as const;
const word = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.constantFrom("\u0085", "\u2028", "\u2029"), // what ends a line for some
);

const line = fc.oneof(
  fc.constantFrom("TAP version 14", "TAP version 13", "1..3", "1..0", "1..1 # SKIP", "pragma +strict", "Bail out!", ""),
  fc
    .tuple(
      fc.constantFrom("ok", "not ok", "ok 1", "not ok 2 -", "    ok"),
      word,
      fc.constantFrom("", " # SKIP", " # TODO x"),
    )
    .map((parts) => parts.join(" ")),
  fc
    .tuple(fc.constantFrom("# checks ", "# evidence ", "# ", "#"), fc.oneof(word, fc.json({ maxDepth: 2 })))
    .map((parts) => parts.join("")),
  fc.constantFrom("  ---", "  ...", "  - x", "# Subtest: x"),
  fc
    .tuple(
      fc.constantFrom("id", "outcome", "points", "maxPoints", "needs", "seen", "x"),
      fc.oneof(word, fc.json({ maxDepth: 1 })),
    )
    .map(([key, value]) => `  ${key}: ${value}`),
  word,
);
const stream = fc.oneof(
  fc.array(line, { maxLength: 14 }).map((lines) => `${lines.join("\n")}\n`),
  fc.string({ unit: "binary", maxLength: 200 }),
);

const isSound = ({ points }: { points: TestPoint[] }) =>
  points.length > 0 &&
  points.every(
    ({ id, outcome, points, maxPoints, needs, blockedBy = [] }) =>
      typeof id === "string" &&
      outcomes.includes(outcome) &&
      points <= maxPoints &&
      (points === 0 || outcome === "pass") &&
      [needs, blockedBy].every((list) => list.every((one) => typeof one === "string")),
  );

const point = fc.record(
  {
    id: fc.string({ minLength: 1, maxLength: 12 }),
    outcome: fc.constantFrom("pass" as const, "fail" as const, "error" as const),
    maxPoints: fc.nat(9),
    actual: fc.jsonValue({ maxDepth: 2 }),
    seen: word,
    durationMs: fc.nat(9999),
  },
  { requiredKeys: ["id", "outcome", "maxPoints", "durationMs"] },
);
const points = fc
  .uniqueArray(point, { selector: ({ id }) => id, minLength: 1, maxLength: 5 })
  .map((list) =>
    list.map(
      (one): TestPoint => ({ ...one, points: one.outcome === "pass" ? one.maxPoints : 0, needs: [] }) as TestPoint,
    ),
  );

const printed = (points: TestPoint[]): string =>
  tapHead(points.map(({ id, maxPoints }) => ({ id, points: maxPoints }))) +
  points.map((one, at) => tapPoint(one, at + 1)).join("") +
  tapEvidence({ state: "x" });

export const properties: Properties = {
  "a stream is read, and none of its points is more than it says": property(stream, (text) =>
    isSound(readTap(text, "x", "it ended")),
  ),
  "what is printed is read again": property(points, (all) => {
    const read = readTap(printed(all), "x", "it ended");
    return (
      read.complaint === undefined &&
      Bun.deepEquals(JSON.parse(JSON.stringify(read.points)), JSON.parse(JSON.stringify(all)))
    );
  }),
  "a stream that is cut off loses no check, and makes none of them a pass": property(
    fc.tuple(points, fc.double({ min: 0, max: 1, noNaN: true })),
    ([all, part]) => {
      const text = printed(all);
      const read = readTap(text.slice(0, Math.floor(text.length * part)), "x", "it ended");
      const passed = all.filter(({ outcome }) => outcome === "pass").map(({ id }) => id);
      return (
        isSound(read) &&
        read.points.every(({ id, outcome }) => outcome !== "pass" || passed.includes(id) || id.startsWith("x-"))
      );
    },
  ),
};
