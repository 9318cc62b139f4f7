// A check run's output is read with tap-parser, and believed only with its full plan: what is missing is an error, never nothing.

import { Parser } from "tap-parser";
import type { Evidence } from "./evidence.ts";
import type { Outcome, TestPoint } from "./test-point.ts";

export type TapRun = { points: TestPoint[]; evidence?: Evidence; complaint?: string };

/** The test points of one stream. `source` names it; `ending` is how its process ended, for the message where it fell short. */
export function readTap(stream: string, source: string, ending: string): TapRun {
  const points: TestPoint[] = [];
  let known: { id: string; points: number }[] = [];
  let planned: number | undefined;
  let evidence: Evidence | undefined;
  const parser = new Parser();
  parser.on("plan", (plan: { start: number; end: number }) => {
    planned = plan.end - plan.start + 1;
  });
  parser.on("comment", (text: string) => {
    const list = text.match(/^# checks (\[.*\])\s*$/)?.[1];
    if (list) known = JSON.parse(list);
    const found = text.match(/^# evidence (\{.*\})\s*$/)?.[1];
    if (found) evidence = JSON.parse(found);
  });
  parser.on("assert", (assert: Assert) => points.push(pointOf(assert, source)));
  parser.end(stream);

  const seen = new Set(points.map((point) => point.id));
  const lost = known.filter(({ id }) => !seen.has(id)).map(({ id, points }) => failedToRun(id, points, ending));
  const isWhole = points.length > 0 && points.length === planned && lost.length === 0;
  if (isWhole) return { points, ...(evidence && { evidence }) };
  const all = [...points, ...lost];
  const got = `${points.length} of ${planned ?? "an unknown number of"} test points`;
  const complaint = `Cannot believe the checks of "${source}": ${got}, ${ending}`;
  return { points: lost.length ? all : [...all, failedToRun(source, 0, ending)], complaint };
}

type Assert = { ok: boolean; id: number; name: string; skip?: string | boolean; diag: Partial<TestPoint> | null };

function pointOf({ ok, name, skip, diag: found, id }: Assert, source: string): TestPoint {
  const diag = found ?? {};
  const outcome: Outcome = diag.outcome ?? (skip ? "skip" : ok ? "pass" : "fail");
  const maxPoints = diag.maxPoints ?? diag.points ?? 1;
  return {
    needs: [],
    durationMs: 0,
    ...(diag.id ? {} : { title: name }),
    ...diag,
    id: diag.id ?? `${source}-${id}`,
    // what the line says counts: a stream cannot call a "not ok" a pass
    outcome: !ok && outcome === "pass" ? "fail" : outcome,
    maxPoints,
    points: ok && outcome === "pass" ? maxPoints : 0,
  };
}

const failedToRun = (id: string, maxPoints: number, ending: string): TestPoint => ({
  id,
  outcome: "error",
  points: 0,
  maxPoints,
  needs: [],
  actual: `the check was not run to its end: ${ending}`,
  durationMs: 0,
});
