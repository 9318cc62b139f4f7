// One thing the doctor looked at.

export const groups = ["Tools", "Bun", "Rights", "Kernel", "Class", "Place"] as const;

export interface Finding {
  group: (typeof groups)[number];
  name: string;
  /** `missing`: labs fail without it. `limited`: all labs work, something named in `means` does not. */
  state: "ok" | "missing" | "limited";
  /** What is there now, as short as a version. */
  found: string;
  /** What it means for which labs; only where the state is not `ok`. */
  means?: string;
  /** The command that mends it, to be run in the project's folder. */
  mend?: string;
}

/** What `--json` prints. */
export function asJson(findings: readonly Finding[]): string {
  return JSON.stringify({ schema: 1, ok: !isAnyMissing(findings), findings }, null, 2);
}

/** True where something is missing that labs need. */
export function isAnyMissing(findings: readonly Finding[]): boolean {
  return findings.some(({ state }) => state === "missing");
}
