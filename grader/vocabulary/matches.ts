// What a check expects is written as the part of the record that matters; the rest of the record is free.

/** Anything, described and tested by a function. */
export type Condition = { is: string; test: (actual: never) => boolean };
export type Pattern = unknown;

/** A condition that a record's value must meet, with its words for the report: where("at least 2", (n: number) => n >= 2). */
export const where = <T>(is: string, test: (actual: T) => boolean): Condition => ({
  is,
  test: test as Condition["test"],
});

const isCondition = (pattern: unknown): pattern is Condition =>
  typeof pattern === "object" && pattern !== null && "is" in pattern && "test" in pattern;

/**
 * Does the record fit? An object: each key of the pattern fits. An array: each element of the pattern fits some element of the record.
 * A regular expression: the text matches. A condition: its test. Anything else: equal.
 */
export function matches(actual: unknown, pattern: Pattern): boolean {
  if (isCondition(pattern)) return pattern.test(actual as never);
  if (pattern instanceof RegExp) return typeof actual === "string" && pattern.test(actual);
  if (Array.isArray(pattern))
    return Array.isArray(actual) && pattern.every((part) => actual.some((element) => matches(element, part)));
  if (typeof pattern === "object" && pattern !== null)
    return (
      typeof actual === "object" &&
      actual !== null &&
      Object.entries(pattern).every(([key, part]) => matches((actual as Record<string, unknown>)[key], part))
    );
  return Object.is(actual, pattern);
}

/** The part of the record that the pattern speaks of: what a report shows. */
export function concerned(actual: unknown, pattern: Pattern): unknown {
  if (isCondition(pattern) || typeof actual !== "object" || actual === null) return actual ?? "nothing";
  if (Array.isArray(actual)) {
    const part = Array.isArray(pattern) ? pattern[0] : undefined;
    return part === undefined ? actual : actual.map((element) => concerned(element, part));
  }
  if (typeof pattern !== "object" || pattern === null) return actual;
  return Object.fromEntries(
    Object.entries(pattern).map(([key, part]) => [key, concerned((actual as Record<string, unknown>)[key], part)]),
  );
}

/** A pattern as a report shows it. */
export function described(pattern: Pattern): unknown {
  if (isCondition(pattern)) return pattern.is;
  if (pattern instanceof RegExp) return `matching ${pattern}`;
  if (Array.isArray(pattern)) return pattern.map(described);
  if (typeof pattern === "object" && pattern !== null)
    return Object.fromEntries(Object.entries(pattern).map(([key, part]) => [key, described(part)]));
  return pattern;
}
