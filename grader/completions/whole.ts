import type { ShellName } from "./shells.ts";

export type Typing = {
  /** The words after `bun` and before the one that is being typed. */
  before: string[];
  current: string;
  /** How much of `current` the shell takes for words of their own: it completes what comes after that. */
  cut: number;
};

/** The line as it was typed. bash cuts words at = and at : too (COMP_WORDBREAKS), and hands them over in pieces. */
export function whole(shell: ShellName, words: string[], at: number): Typing {
  const pieces = words.slice(words.findIndex((word) => /(^|\/)bun$/.test(word)) + 1, at + 1);
  if (shell !== "bash") return { before: pieces.slice(0, -1), current: pieces.at(-1) ?? "", cut: 0 };
  const isBreak = (piece = "") => /^[=:]+$/.test(piece);
  const joined: string[] = [];
  for (const [index, piece] of pieces.entries()) {
    const isMore = index > 0 && (isBreak(piece) || isBreak(pieces[index - 1]));
    joined.push(isMore ? joined.pop() + piece : piece);
  }
  const current = joined.at(-1) ?? "";
  const shown = isBreak(pieces.at(-1)) ? "" : (pieces.at(-1) ?? "");
  return { before: joined.slice(0, -1), current, cut: current.length - shown.length };
}
