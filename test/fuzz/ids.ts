// Ids of students, in any script: each has values and pages of its own.

import fc from "fast-check";
import { fileNameOf } from "../../grader/class/page/link.ts";
import { row } from "../../grader/reporters/csv.ts";
import { Mistake } from "../../harness/ground/error.ts";
import { studentId } from "../../harness/student/id.ts";
import { valuesOf } from "../../harness/student/values.ts";
import { visible } from "../../harness/text/visible.ts";
import { type Properties, property } from "./property.ts";

const unit = fc.constantFrom(
  ..."ab1 -.%/\\'\"<&=+@\t\n\r\u00a0\u0301\u202e\ufeff\ufffd",
  "é",
  "中",
  "文",
  "😀",
  "\ud83d",
);
const id = fc.oneof(
  fc.string({ unit, maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({ unit: fc.constantFrom("中", "文"), minLength: 20, maxLength: 70 }),
);

function idOf(typed: string): string | undefined {
  try {
    return studentId(typed);
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    return undefined;
  }
}

const labs = ["01-network-stack", "03-bridge", "05-iflink", "07-cross-host"];
const octet = fc.nat(255);
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "docker1",
        "docker2",
        "web1",
        "host2",
        "172.17.0.2",
        "172.17.0.0/16",
        "ip",
        "link",
        "8.8.8.8",
        "x172.17.0.2",
      ),
      fc.tuple(octet, octet, octet, octet).map((parts) => parts.join(".")),
    ),
    { maxLength: 8 },
  )
  .map((words) => words.join(" "));

/** The cells of one line of CSV: RFC 4180. */
const cellsOf = (line: string): string[] =>
  Array.from(
    line.slice(0, -2).matchAll(/(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(?:,|$)/g),
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
  );

export const properties: Properties = {
  "an id is taken as it will be taken again, or refused": property(id, (typed) => {
    const taken = idOf(typed);
    return (
      taken === undefined ||
      (idOf(taken) === taken && idOf(` ${taken}\t`) === taken && taken.isWellFormed() && !/[\p{Cc}\ufffd]/u.test(taken))
    );
  }),
  "two ids have two pages": property(fc.tuple(id, id), ([one, other]) => {
    const [a, b] = [fileNameOf(one.toWellFormed()), fileNameOf(other.toWellFormed())];
    return (
      /^[\w.%-]*$/.test(a) &&
      !a.startsWith(".") &&
      a.length <= 200 &&
      (a === b) === (one.toWellFormed() === other.toWellFormed())
    );
  }),
  "a student's values are one to one, and come back": property(
    fc.tuple(fc.constantFrom(...labs), id, text, text),
    ([lab, typed, one, other]) => {
      const student = idOf(typed);
      if (student === undefined) return true;
      const values = valuesOf(lab, student, "");
      return (
        (values.of(one) === values.of(other)) === (one === other) &&
        values.of(one) === valuesOf(lab, student, "").of(one)
      );
    },
  ),
  "a table has a cell for each, and none is a formula": property(
    fc.array(id, { minLength: 1, maxLength: 5 }),
    (cells) => {
      const line = row(cells);
      const read = cellsOf(line);
      return (
        line.endsWith("\r\n") &&
        read.length >= cells.length &&
        read.slice(0, cells.length).every((cell) => !/^[=+@\t\r-]/.test(cell))
      );
    },
  ),
  "what is shown steers no terminal": property(
    id,
    (typed) =>
      !/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/.test(visible(typed)) && visible(typed).isWellFormed(),
  ),
};
