// Three-valued logic: what cannot be evaluated is unknown, never a no and never a yes.

export type Answer = "yes" | "no" | "unknown";

export const not = (answer: Answer): Answer => (answer === "yes" ? "no" : answer === "no" ? "yes" : "unknown");

export const all = (answers: Answer[]): Answer =>
  answers.includes("no") ? "no" : answers.includes("unknown") ? "unknown" : "yes";

export const some = (answers: Answer[]): Answer => not(all(answers.map(not)));

export const answer = (isSo: boolean): Answer => (isSo ? "yes" : "no");

/** A link's name against a pattern whose end may be a wildcard: "eth*" in nft, "eth+" in iptables. */
export const isNamed = (name: string, pattern: string): boolean =>
  /[*+]$/.test(pattern) ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
