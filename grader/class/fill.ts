// Puts grades into a table that a learning platform exported: one column is filled, every other cell stays as it was written.
//
// Canvas' gradebook: Student, ID, SIS User ID, SIS Login ID, Section, "Lab 03 (12345)" …; below the head a row "Points Possible", in
// which columns that cannot be imported say so in brackets, and perhaps one for posting. Moodle's grading worksheet: Identifier
// ("Participant 12345"), Full name, Email address, Grade, Maximum Grade, "Grade can be changed" …; Moodle's gradebook: First name, Last
// name, ID number, Email address, "Assignment: Lab 03 (Real)" …

import { Mistake } from "../../harness/ground/error.ts";
import type { Person } from "./read/people.ts";
import type { Cell, Table } from "./read/table.ts";

const heads = {
  ids: /^(?:id|sis user id|sis login id|integration id|student (?:id|number)|id number|user ?name|login|学号|编号|ID号|用户名)$/i,
  identifier: /^(?:identifier|标识符|编号标识)$/i,
  email: /^(?:e-?mail(?: address)?|(?:电子)?(?:邮件|邮箱)(?:地址)?)$/i,
  names: /^(?:student|student name|full name|name|全名|姓名|学生)$/i,
  first: /^(?:first name|名)$/i,
  last: /^(?:last name|surname|姓)$/i,
  most: /^(?:maximum grade|最高分|满分)$/i,
  changeable: /^(?:grade can be changed|成绩可(?:以)?(?:被)?(?:更改|修改))$/i,
  other: /^(?:section|status|institution|department|root account|group|last (?:modified|downloaded).*)$/i,
};

export type Fillable = {
  /** Which of the table's rows it is, and who it says it is of. */
  row: number;
  who: Person;
  /** What is in the cell. */
  value: string;
  /** The points that the platform gives at most; undefined where it does not say. */
  most?: number;
  isFixed: boolean;
};

/** The one column that is meant, by its name or the beginning of that. */
export function columnOf(head: string[], wanted: string): number {
  const bare = (name: string) => name.trim().replace(/\s*\((?:\d+|Real|实数|真实)\)$/i, "");
  const untyped = (name: string) => bare(name).replace(/^[^:：]{1,20}[:：]\s*/, "");
  const isText = (name: string) => /^(?:feedback|反馈)/i.test(name.trim());
  const same = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase();
  const ways: ((name: string) => boolean)[] = [
    (name) => same(name, wanted),
    (name) => same(bare(name), wanted),
    (name) => same(untyped(name), wanted) && !isText(name),
    (name) => name.trim().toLowerCase().startsWith(wanted.trim().toLowerCase()),
    (name) => untyped(name).toLowerCase().startsWith(wanted.trim().toLowerCase()) && !isText(name),
  ];
  for (const way of ways) {
    const found = head.flatMap((name, at) => (way(name) ? [at] : []));
    if (found.length === 1) return mayBeFilled(head, found[0]!);
    if (found.length > 1)
      throw new Mistake(
        `More than one column is "${wanted}": ${found.map((at) => head[at]).join(", ")}`,
        `--column "${head[found[0]!]}"`,
      );
  }
  throw new Mistake(`No column is "${wanted}"; there are: ${head.join(", ")}`, "make it on the platform, export again");
}

function mayBeFilled(head: string[], at: number): number {
  if (Object.values(heads).some((pattern) => pattern.test(head[at]!.trim())))
    throw new Mistake(`The column "${head[at]}" says who somebody is, or how the platform has it`, '--column "Lab 03"');
  return at;
}

/** The rows that are of somebody; `column` is the one to fill. Throws where the platform does not take that one back. */
export function fillableRows({ rows }: Table, column: number): Fillable[] {
  const [head = [], ...rest] = rows.map((row) => row.map(({ text }) => text.trim()));
  const at = (pattern: RegExp) => head.flatMap((name, at) => (pattern.test(name) ? [at] : []));
  const columns = Object.fromEntries(Object.entries(heads).map(([name, pattern]) => [name, at(pattern)])) as Record<
    keyof typeof heads,
    number[]
  >;
  let possible: number | undefined;
  return rest.flatMap((row, index): Fillable[] => {
    const cells = (of: number[]) => of.flatMap((column) => row[column] || []);
    const [identifier] = cells(columns.identifier);
    const [email] = cells(columns.email);
    const [first = "", last = ""] = [...cells(columns.first), ...cells(columns.last)];
    const numbers = cells(columns.ids);
    const cell = row[column] ?? "";
    const isNobody = !identifier && !email && !numbers.length && !first && !last;
    if (isNobody && index < specialRows && /^(?: {4}|\s*$)/.test(rows[index + 1]![0]?.text ?? "")) {
      if (/^[([（].*[)\]）]$/.test(cell))
        throw new Mistake(
          `The column "${head[column]}" is read-only: the platform reckons it itself`,
          '--column "Lab 03"',
        );
      possible = pointsOf(cell) ?? possible;
      return [];
    }
    const who: Person = {
      ids: identifier ? [accountOf(/\d+$/.exec(identifier)?.[0]), ...numbers] : [...numbers, ...numbers.map(accountOf)],
      names: [...cells(columns.names), ...(first || last ? [`${first} ${last}`] : [])],
      ...(email && { email }),
    };
    if (!who.ids.length && !who.names.length && !email) return [];
    const most = pointsOf(cells(columns.most)[0] ?? "") ?? possible;
    const isFixed = /^(?:no|否|不)/i.test(cells(columns.changeable)[0] ?? "");
    return [{ row: index + 1, who, value: cell, ...(most && { most }), isFixed }];
  });
}

const specialRows = 3; // below Canvas' head: posting, and points, which begins with four spaces

/** As a person's number on a platform is kept apart from those of the university. */
export const accountOf = (number: string | undefined): string => `account ${number ?? "?"}`;

/** "10.00", "10,0". */
const pointsOf = (text: string): number | undefined => {
  const points = Number(text.replace(",", "."));
  return text !== "" && points > 0 ? points : undefined;
};

/** The file's bytes, with these values in the column. */
export function filled(
  { rows, separator, ending, isEnded, hasMark, encoding }: Table,
  column: number,
  values: Map<number, number>,
): Uint8Array {
  const isComma = separator === ";" || rows.slice(1).some((row) => /^\d+,\d+$/.test(row[column]?.text ?? ""));
  const lines = rows.map((row, at) => {
    const value = values.get(at);
    if (value === undefined) return row;
    const text = isComma ? String(value).replace(".", ",") : String(value);
    const isQuoted = text.includes(separator) || row[column]?.raw.startsWith('"');
    const cells = [...row, ...Array<Cell>(Math.max(0, column + 1 - row.length)).fill({ text: "", raw: "" })];
    return cells.with(column, { text, raw: isQuoted ? `"${text}"` : text });
  });
  const text = lines.map((row) => row.map(({ raw }) => raw).join(separator)).join(ending) + (isEnded ? ending : "");
  if (encoding === "utf-16le") return Buffer.from(`\ufeff${text}`, "utf16le");
  if (encoding === "utf-16be") return Buffer.from(`\ufeff${text}`, "utf16le").swap16();
  // GBK has no encoder here: UTF-8 with a mark is what spreadsheets know it by
  return Buffer.from(hasMark || encoding === "gb18030" ? `\ufeff${text}` : text);
}
