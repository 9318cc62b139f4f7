// A table out of a file: CSV (RFC 4180), with commas, semicolons or tabs, as spreadsheets and learning platforms write it.

import { readFileSync } from "node:fs";
import { Mistake, reasonOf } from "../../../harness/ground/error.ts";
import { decoded, type Encoding } from "../../../harness/text/decode.ts";

/** A cell: its text, and as it is written, with its quotes. */
export type Cell = { text: string; raw: string };

export type Table = {
  rows: Cell[][];
  separator: string;
  /** What ends the rows. */
  ending: string;
  /** Does the last row have an end? */
  isEnded: boolean;
  hasMark: boolean;
  encoding: Encoding;
};

/** Reads the file; `next` is what to run where that cannot be. */
export function readTable(file: string, next: string): Table {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new Mistake(`Cannot read "${file}": ${reasonOf(error)}`, next);
  }
  const read = decoded(bytes);
  if (!read) throw new Mistake(`Cannot read "${file}": it is no text; save it as CSV`, next);
  const table = tableOf(read.text);
  if (!table.rows.length) throw new Mistake(`Cannot read "${file}": it is empty`, next);
  const hasMark = read.encoding === "utf-8" ? bytes[0] === 0xef && bytes[1] === 0xbb : read.encoding !== "gb18030";
  return { ...table, encoding: read.encoding, hasMark };
}

/** The rows of a text; those with nothing in them are there too. */
export function tableOf(text: string): Omit<Table, "encoding" | "hasMark"> {
  const [head = ""] = text.split(/\r?\n/, 1);
  const counts = [",", ";", "\t"].map((sign) => ({ sign, count: head.split(sign).length }));
  const { sign: separator } = counts.toSorted((one, other) => other.count - one.count)[0]!;
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  let at = 0;
  let ending = "\n";
  let isEnded = false;
  while (at < text.length) {
    isEnded = false;
    const from = at;
    let value = "";
    if (text[at] === '"') {
      at++;
      for (; at < text.length; at++) {
        if (text[at] !== '"') value += text[at];
        else if (text[at + 1] === '"') value += text[at++];
        else break;
      }
      at++;
    }
    const rest = at;
    while (at < text.length && text[at] !== separator && text[at] !== "\n" && text[at] !== "\r") at++;
    row.push({ text: value + text.slice(rest, at), raw: text.slice(from, at) });
    if (text[at] === separator) {
      at++;
      if (at < text.length) continue;
      row.push({ text: "", raw: "" });
    } else if (at < text.length) {
      ending = text[at] === "\r" && text[at + 1] === "\n" ? "\r\n" : text[at]!;
      at += ending.length;
      isEnded = true;
      rows.push(row);
      row = [];
    }
  }
  if (row.length) rows.push(row);
  return { rows, separator, ending, isEnded };
}
