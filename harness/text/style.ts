// Colour only where a person looks: a terminal that understands it (TERM is not "dumb"), and NO_COLOR (no-color.org) not set.

import { isTerminal } from "../ground/terminal.ts";

const isShown = isTerminal(1);

export const isColourful = process.env.NO_COLOR
  ? false
  : process.env.FORCE_COLOR
    ? true
    : isShown && process.env.TERM !== "dumb";

const style = (open: number, close: number) => (text: string) =>
  isColourful ? `\x1b[${open}m${text}\x1b[${close}m` : text;

export const bold = style(1, 22);
export const dim = style(2, 22);
export const red = style(31, 39);
export const green = style(32, 39);
export const yellow = style(33, 39);
export const cyan = style(36, 39);

/** Columns to write in: a terminal's own, at most 100; 80 elsewhere. */
export const columns = (): number =>
  Math.min(Number(process.env.COLUMNS) || (isShown && process.stdout.columns) || 80, 100);
