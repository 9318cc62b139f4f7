// CSV, RFC 4180: CRLF, quotes doubled. Encoded as UTF-8 without a byte order mark.
// A cell that a spreadsheet would take for a formula gets a leading apostrophe (OWASP, "CSV Injection").

import { visible } from "../../harness/text/visible.ts";
import { complaintsOf, reportOf, show } from "./lines.ts";
import { scriptLines } from "./ran.ts";
import type { Reporter } from "./reporter.ts";

const columns = [
  "lab",
  "student",
  "check",
  "title",
  "outcome",
  "points",
  "max_points",
  "expected",
  "actual",
  "seen",
  "script",
];

/** A row for each lab, student and check; a lab that could not be graded has a row without a check. */
export const report: Reporter = (grades, language) => {
  const rows = grades.flatMap((grade) => {
    const { lab, student, handedInBy = student, checks, complaints } = grade;
    const ran = scriptLines(grade, language).join("\n");
    const { titleOf, lines } = reportOf({ lab, student }, language);
    return [
      ...checks.map((point) => {
        const of = (kind: string) => lines(point).find((line) => line.kind === kind)?.text;
        const actual = of("actual") ?? of("error") ?? of("waits");
        const cells = [lab, handedInBy ?? "", point.id, titleOf(point), point.outcome, point.points, point.maxPoints];
        return [...cells, of("expected"), actual, point.seen, point === checks[0] ? ran : ""];
      }),
      ...complaintsOf({ complaints }, language).map((complaint) => [
        lab,
        handedInBy ?? "",
        "",
        "",
        "error",
        "",
        "",
        "",
        complaint,
        "",
        "",
      ]),
    ];
  });
  return [columns, ...rows].map(row).join("");
};

type Cell = string | number | undefined;

/** One row, its end with it. */
export const row = (cells: Cell[]): string => `${cells.map(cell).join(",")}\r\n`;

function cell(value: Cell): string {
  if (typeof value === "number") return show(value);
  const text = value ?? "";
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${visible(text)}` : visible(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
