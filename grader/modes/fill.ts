import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { text } from "../../harness/command-line/flag.ts";
import { Mistake } from "../../harness/ground/error.ts";
import { reasonIn } from "../../harness/ground/in-the-way.ts";
import { writeStdout } from "../../harness/kernel/stdout.ts";
import { languageOf } from "../../harness/text/language.ts";
import type { Results } from "../class/results.ts";
import { mode, reporting } from "./mode.ts";

const example = 'bun grader grades OUT --fill canvas.csv --column "Lab 03" --output filled.csv';

export const fill = mode({
  name: "grades",
  form: "grades OUT [LAB|total]",
  what: {
    en: "a class's grades as CSV; with --fill: the file that Canvas or Moodle exported, with one column filled in",
    zh: "全班成绩（CSV）；与 --fill 一起：Canvas 或 Moodle 导出的文件，填好其中一列",
  },
  most: 2,
  flags: {
    fill: text("FILE", {
      en: "the platform's own file: every other cell stays",
      zh: "平台导出的文件：其他单元格都不变",
    }),
    column: text("NAME", {
      en: "the column, by its name or the beginning of that; its number says the lab, or LAB does, or total for the course",
      zh: "哪一列：列名或列名的开头；列名里的数字就是实验，也可由 LAB 给出；total 表示课程总分",
    }),
    output: reporting.output,
  },
  async run({ words: [out, word], flags: { fill, column, output, lang } }) {
    if (out === undefined) throw new Mistake("Name what was graded", example);
    const { withBook } = await import("../class/index.ts");
    const { resultsOf } = await import("../class/results.ts");
    const language = languageOf(lang);
    const results = await withBook(out, resultsOf);
    if (fill === undefined) {
      if (column !== undefined) throw new Mistake("Say which file the column is filled in", example);
      const { gradesCsv } = await import("../class/csv.ts");
      write(Buffer.from(gradesCsv(results, language)), output);
      return 0;
    }
    if (column === undefined) throw new Mistake("Say which column is filled", example);
    const { fillColumn } = await import("../class/fill-column.ts");
    const lab = await labOf(word ?? column);
    if (lab !== undefined && !isGraded(results, lab))
      throw new Mistake(`Lab "${lab}" was not graded in "${out}"`, `one of ${results.labs.join(", ")}`);
    if (lab === undefined && results.students.every(({ total }) => total === undefined))
      throw new Mistake(`Nothing of the course was graded in "${out}"`, `bun grader DIR --out '${out}'`);
    const { bytes, notes, isWhole } = fillColumn(results, fill, column, lab, language);
    write(bytes, output);
    for (const note of notes) process.stderr.write(`${note}\n`);
    return isWhole ? 0 : 1;
  },
});

/** Has anybody anything for it? Else it would be nought for all. */
const isGraded = ({ students }: Results, lab: string): boolean =>
  students.some(({ results }) =>
    results.some((one) => one.lab === lab && (one.state !== "missing" || one.adjustments.length > 0)),
  );

/** The lab that a word or a column's name says; undefined for the whole course. */
async function labOf(word: string): Promise<string | undefined> {
  const { labMeantBy } = await import("../class/read/which-lab.ts");
  const { labNames } = await import("../../harness/lab/names.ts");
  const { labNamed } = await import("../grading/catalogue.ts");
  if (/^(?:total|总分)$/i.test(word)) return undefined;
  if (labNames().includes(word) || /^\d+$/.test(word)) return labNamed(word);
  const meant = labMeantBy(word, labNames());
  if (meant && "nearly" in meant) return meant.nearly;
  if (meant && "exactly" in meant) return meant.exactly;
  throw new Mistake(`Which lab "${word}" is for cannot be told`, 'bun grader grades OUT 03 --fill FILE --column "…"');
}

function write(bytes: Uint8Array, file: string | undefined): void {
  if (file === undefined) writeStdout(bytes);
  else
    try {
      writeFileSync(file, bytes);
    } catch (error) {
      throw new Mistake(`Cannot write "${file}": ${reasonIn(dirname(file), error)}`);
    }
}
