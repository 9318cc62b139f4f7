// How many tests passed, from the JUnit report that `bun test` writes.

import { readFileSync } from "node:fs";

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Reads the counts of a `bun test` run. A run without a report, without a test, or one that failed although
 * no test did (an error outside of any test, a killed run) counts as one failure: it proves nothing.
 */
export function readCounts(reportFile: string, exitCode: number): Counts {
  const counts = parseCounts(readIfThere(reportFile));
  if (counts.failed === 0 && (exitCode !== 0 || counts.passed === 0)) counts.failed = 1;
  return counts;
}

function parseCounts(xml: string): Counts {
  const attributes = /<testsuites\b([^>]*)>/.exec(xml)?.[1] ?? "";
  const number = (name: string) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(attributes)?.[1] ?? 0);
  const failed = number("failures") + number("errors");
  const skipped = number("skipped");
  return { passed: number("tests") - failed - skipped, failed, skipped };
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
