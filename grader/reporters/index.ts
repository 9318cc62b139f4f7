import type { Reporter } from "./reporter.ts";

const reporters: Record<string, () => Promise<{ report: Reporter }>> = {
  text: () => import("./text.ts"),
  tap: () => import("./tap.ts"),
  tap13: () => import("./tap13.ts"),
  json: () => import("./json.ts"),
  html: () => import("./html.ts"),
  csv: () => import("./csv.ts"),
  junit: () => import("./junit.ts"),
  ctrf: () => import("./ctrf.ts"),
  github: () => import("./github.ts"),
  gradescope: () => import("./gradescope.ts"),
  prairielearn: () => import("./prairielearn.ts"),
  classroom50: () => import("./classroom50.ts"),
};

export const reporterNames: readonly string[] = Object.keys(reporters);

export const reporterNamed = async (name: string): Promise<Reporter> => (await reporters[name]!()).report;
