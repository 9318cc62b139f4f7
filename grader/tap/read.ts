// A check run's output is read with tap-parser, and believed only with its full plan: what is missing is an error, never nothing.

import { Parser } from "tap-parser";
import { type Circumstance, isCircumstance } from "./circumstance.ts";
import { isElsewhere } from "./elsewhere.ts";
import type { Evidence } from "./evidence.ts";
import type { Outcome, TestPoint } from "./test-point.ts";

export type TapRun = { points: TestPoint[]; circumstances: Circumstance[]; evidence?: Evidence; complaint?: string };

/** The test points of one stream. `source` names it; `ending` is how its process ended, for the message where it fell short. */
export function readTap(stream: string, source: string, ending: string): TapRun {
  const points: TestPoint[] = [];
  let known: Known[] = [];
  let planned: number | undefined;
  let evidence: Evidence | undefined;
  let circumstances: Circumstance[] = [];
  const parser = new Parser();
  parser.on("plan", (plan: { start: number; end: number }) => {
    planned = plan.end - plan.start + 1;
  });
  parser.on("comment", (text: string) => {
    known = directive(text, "checks", isListOfKnown) ?? known;
    evidence = directive(text, "evidence", isEvidence) ?? evidence;
    circumstances = directive(text, "circumstances", areCircumstances) ?? circumstances;
  });
  parser.on("assert", (assert: Assert) => points.push(pointOf(assert, source)));
  parser.end(stream);

  const seen = new Set(points.map((point) => point.id));
  const lost = known.filter(({ id }) => !seen.has(id)).map(({ id, points }) => failedToRun(id, points, ending));
  const isWhole = points.length > 0 && points.length === planned && lost.length === 0;
  if (isWhole) return { points, circumstances, ...(evidence && { evidence }) };
  const all = [...points, ...lost];
  const got = `${points.length} of ${planned ?? "an unknown number of"} test points`;
  const complaint = `Cannot believe the checks of "${source}": ${got}, ${ending}`;
  return { points: lost.length ? all : [...all, failedToRun(source, 0, ending)], circumstances, complaint };
}

type Known = { id: string; points: number };

/** What a comment of ours says; a foreign check's may begin alike. */
function directive<T>(text: string, name: string, is: (value: unknown) => value is T): T | undefined {
  const json = text.match(new RegExp(`^# ${name} (.*)$`, "s"))?.[1];
  if (json === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return is(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isPoints = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value) && value >= 0;
const isListOfKnown = (value: unknown): value is Known[] =>
  Array.isArray(value) && value.every((one) => isObject(one) && typeof one.id === "string" && isPoints(one.points));
const isEvidence = (value: unknown): value is Evidence => isObject(value) && typeof value.state === "string";
const areCircumstances = (value: unknown): value is Circumstance[] =>
  Array.isArray(value) && value.every(isCircumstance);
const isOutcome = (value: unknown): value is Outcome => ["pass", "fail", "skip", "error"].includes(value as string);

type Assert = { ok: boolean; id: number; name: string; skip?: string | boolean; diag: unknown };

function pointOf({ ok, name, skip, diag: found, id }: Assert, source: string): TestPoint {
  const diag: Record<string, unknown> = isObject(found) ? found : {};
  const said = isOutcome(diag.outcome) ? diag.outcome : skip ? "skip" : ok ? "pass" : "fail";
  const maxPoints = [diag.maxPoints, diag.points].find(isPoints) ?? 1;
  const own = typeof diag.id === "string" ? diag.id : undefined;
  const { needs, blockedBy, elsewhere, ...rest } = diag;
  const right = Object.entries(rest).filter(([key, value]) => !isText.includes(key) || typeof value === "string");
  return {
    ...(own === undefined && { title: name }),
    ...Object.fromEntries(right),
    needs: isListOfTexts(needs) ? needs : [],
    ...(isListOfTexts(blockedBy) && { blockedBy }),
    ...(Array.isArray(elsewhere) && elsewhere.every(isElsewhere) && { elsewhere }),
    durationMs: isPoints(diag.durationMs) ? diag.durationMs : 0,
    id: own ?? `${source}-${id}`,
    // what the line says counts: a stream cannot call a "not ok" a pass
    outcome: !ok && said === "pass" ? "fail" : said,
    maxPoints,
    points: ok && said === "pass" ? maxPoints : 0,
  } as TestPoint;
}

const isText = ["seen", "title", "hint", "task"];
const isListOfTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

const failedToRun = (id: string, maxPoints: number, ending: string): TestPoint => ({
  id,
  outcome: "error",
  points: 0,
  maxPoints,
  needs: [],
  actual: `the check was not run to its end: ${ending}`,
  durationMs: 0,
});
