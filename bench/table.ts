// The rows of a subject as a table.

import type { Row } from "./compare.ts";

/** A title, and a line for each row: the middle time, between which two a half lies, how many times the first. */
export function table(title: string, rows: Row[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  return [title, ...rows.map((row) => `  ${row.name.padEnd(width)}  ${figures(row)}`)].join("\n");
}

function figures({ median, spread, ratio, missing, unit = "ms" }: Row): string {
  if (median === undefined || spread === undefined) return `not timed: ${missing}`;
  const [low, high] = spread.map(short);
  return `${short(median).padStart(6)} ${unit}  (${low} to ${high})  ${(ratio ?? 1).toFixed(2)} times`;
}

const short = (value: number): string => value.toFixed(value < 10 ? 1 : 0);
