// Verbs that are words of their own in a lab's shells, and what they are in a line that was typed there.

export const shellWords = ["tasks", "check", "hint", "walk", "trace", "graph", "answer", "text"] as const;

// up to what begins another command; a descriptor that is duplicated (2>&1) does not
const rest = String.raw`(?:>&|[^;&|\n])*`;
// what other programs make of its output changes nothing either: tasks | less
const call = String.raw`\s*(?:${shellWords.join("|")})(?:\s${rest})?(?:\|(?!\|)${rest})*`;
const next = "(?:;|&&|\\|\\|)";

/** Does the line only call them? */
export const isOnlyWords = (command: string): boolean => new RegExp(`^${call}(?:${next}${call})*;?\\s*$`).test(command);

/** The line without the calls before or after what it does: a script knows none of these words. */
export const withoutWords = (command: string): string =>
  command
    .replace(new RegExp(`^(?:${call}(?:;|&&)\\s*)+`), "")
    .replace(new RegExp(`(?:\\s*(?:;|&&)${call})+;?\\s*$`), "");
