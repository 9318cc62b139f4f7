// Common Test Report Format: ctrf.io/docs/specification, schema/ctrf.schema.json of github.com/ctrf-io/ctrf.

import { visible } from "../../harness/text/visible.ts";
import type { Outcome } from "../tap/test-point.ts";
import { asText, complaintsOf, reportOf } from "./lines.ts";
import { scriptLines } from "./ran.ts";
import type { Reporter } from "./reporter.ts";

const statuses: Record<Outcome, string> = { pass: "passed", fail: "failed", skip: "skipped", error: "other" };

/** A test for each check. What could not be found out is `other`, and so is a failure of the grading itself. */
export const report: Reporter = (grades, language) => {
  const tests = grades.flatMap((grade) => {
    const { lab, student, handedInBy = student, checks, complaints } = grade;
    const ran = scriptLines(grade, language);
    const { titleOf, lines } = reportOf({ lab, student }, language);
    return [
      ...checks.map((point) => {
        const why = asText(lines(point));
        return {
          name: titleOf(point),
          status: statuses[point.outcome],
          duration: Math.round(point.durationMs),
          suite: [lab],
          rawStatus: point.outcome,
          ...(why ? { message: why } : {}),
          ...(point === checks[0] && ran.length ? { stdout: ran } : {}),
          extra: {
            id: point.id,
            points: point.points,
            maxPoints: point.maxPoints,
            ...(handedInBy ? { student: handedInBy } : {}),
          },
        };
      }),
      ...complaintsOf({ complaints }, language).map((complaint) => ({
        name: "grading",
        status: "other",
        duration: 0,
        suite: [lab],
        rawStatus: "complaint",
        message: visible(complaint),
      })),
    ];
  });
  const count = (status: string) => tests.filter((test) => test.status === status).length;
  // checks run side by side: the longest is about how long it took
  const stop = Date.now();
  const duration = Math.max(0, ...tests.map((test) => test.duration));
  const summary = {
    tests: tests.length,
    passed: count("passed"),
    failed: count("failed"),
    skipped: count("skipped"),
    pending: 0,
    other: count("other"),
    suites: grades.length,
    start: stop - duration,
    stop,
  };
  const results = { tool: { name: "container-network-labs" }, summary, tests };
  return `${JSON.stringify({ reportFormat: "CTRF", specVersion: "0.0.0", results }, null, 2)}\n`;
};
