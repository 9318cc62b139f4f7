// Three-valued logic: what cannot be evaluated is unknown, never a no and never a yes.

export type Answer = "yes" | "no" | "unknown";

export const not = (answer: Answer): Answer => (answer === "yes" ? "no" : answer === "no" ? "yes" : "unknown");

export const all = (answers: Answer[]): Answer =>
  answers.includes("no") ? "no" : answers.includes("unknown") ? "unknown" : "yes";

export const some = (answers: Answer[]): Answer => not(all(answers.map(not)));

export const answer = (isSo: boolean): Answer => (isSo ? "yes" : "no");

/** Is the IPv4 address in the prefix, "172.17.0.0/16" or an address alone? Undefined where that is no IPv4 prefix. */
export function isIn(address: string, prefix: string): boolean | undefined {
  const [base = "", length = "32"] = prefix.split("/");
  const [one, other] = [number(address), number(base)];
  if (one === undefined || other === undefined || !/^\d+$/.test(length)) return undefined;
  const size = 2 ** (32 - Number(length));
  return Math.floor(one / size) === Math.floor(other / size);
}

/** An IPv4 address as a number, for comparing; undefined for any other text. */
export function number(address: string): number | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) return undefined;
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** A link's name against a pattern whose end may be a wildcard: "eth*" in nft, "eth+" in iptables. */
export const isNamed = (name: string, pattern: string): boolean =>
  /[*+]$/.test(pattern) ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
