// The roster: who is in the class. A table with names, numbers and perhaps e-mail addresses.

import { Mistake } from "../../../harness/ground/error.ts";
import type { Person } from "./people.ts";
import { readTable } from "./table.ts";

export type Enrolled = Person & { id: string; name: string };

const heads = {
  name: /^(?:(?:full|student)?\s*name|student|姓名|名字|学生|全名|学生姓名)$/i,
  first: /^(?:first|given)\s*name$|^名$/i,
  last: /^(?:last|family|sur)\s*name$|^surname$|^姓$/i,
  id: /^(?:(?:student|user|sis user|id)?[\s_-]*(?:id|number|no\.?)|学号|工号|编号)$/i,
  login: /^(?:(?:sis )?login(?: id)?|user\s*name|account|github|用户名|账号)$/i,
  email: /^(?:e-?mail(?:\s*address)?|电子邮件(?:地址)?|邮箱)$/i,
};

const mostAbove = 5; // lines above the head: a title, Excel's "sep=;"

/** Does it name columns? One alone is none below the first line: it may be a name. */
const isHead = (row: string[], at: number): boolean =>
  row.filter((text) => Object.values(heads).some((pattern) => pattern.test(text))).length > (at ? 1 : 0);

/** Spreadsheets keep a number as it is by writing ="00123". */
const textOf = (text: string): string => text.trim().replace(/^="(.*)"$/, "$1");

/** Name, id, e-mail? An id has a digit, or an address stands behind it. */
const isOddWithoutHead = ([, id = "", email = ""]: string[]): boolean =>
  id !== "" && !/\d/.test(id) && !email.includes("@");

const headNext = "name them in its first line: name,id,email";

/** As it is written: 王 and 伟 are 王伟. */
const fullName = (first: string, last: string): string =>
  /^\p{Script=Han}+$/u.test(first + last) ? last + first : [first, last].filter(Boolean).join(" ");

/** Everybody in it. Without a head that names its columns these are name, id, e-mail. */
export function readRoster(file: string): Enrolled[] {
  const next = "bun grader DIR --roster FILE.csv --out DIR, a file with the columns name, id, e-mail";
  const rows = readTable(file, next).rows.map((row) => row.map(({ text }) => textOf(text)));
  const begin = rows.slice(0, mostAbove).findIndex(isHead);
  const [head = [], ...rest] = rows.slice(Math.max(0, begin));
  const at = (pattern: RegExp) => head.findIndex((text) => pattern.test(text));
  const ids = head.flatMap((text, at) => (heads.id.test(text) ? [at] : []));
  const columns = { name: at(heads.name), first: at(heads.first), last: at(heads.last) };
  const more = { id: at(heads.id), login: at(heads.login), email: at(heads.email) };
  const hasHead = Object.values({ ...columns, ...more }).some((column) => column >= 0);
  const { name, first, last } = hasHead ? columns : { name: 0, first: -1, last: -1 };
  const { id, login, email } = hasHead ? more : { id: 1, login: -1, email: 2 };
  if (!hasHead && rows.some(isOddWithoutHead))
    throw new Mistake(`Cannot tell the columns of the roster "${file}": ${head.join(", ")}`, headNext);
  if (name < 0 && id < 0 && (first < 0 || last < 0))
    throw new Mistake(`Cannot find a column for the name or the id in the roster "${file}": ${head.join(", ")}`, next);
  const people = (hasHead ? rest : rows).flatMap((row): Enrolled[] => {
    const cell = (column: number) => row[column] ?? "";
    const full = cell(name) || fullName(cell(first), cell(last));
    const own = cell(id) || cell(login) || full;
    if (!own || own === "Points Possible") return []; // a row of Canvas' gradebook
    const names = [full, cell(first) && cell(last) && `${cell(last)} ${cell(first)}`].filter(Boolean);
    return [
      {
        id: own,
        name: full || own,
        names,
        ids: [...(hasHead ? ids : [id]), login].map(cell).filter(Boolean),
        ...(cell(email) && { email: cell(email) }),
      },
    ];
  });
  const twice = people.find(({ id }, at) => people.findIndex((other) => other.id === id) < at);
  if (twice) throw new Mistake(`The roster "${file}" has "${twice.id}" twice`, "give each student an id of their own");
  if (!people.length) throw new Mistake(`Nobody is in the roster "${file}"`, next);
  return people;
}
