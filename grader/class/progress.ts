import type { Language } from "../../harness/text/language.ts";
import { visible } from "../../harness/text/visible.ts";
import type { LabGrade } from "../grading/grade.ts";
import type { Submission } from "./submissions.ts";

const keptWords = {
  en: (done: number, all: number) =>
    `Interrupted: ${done} of ${all} were graded now, and are kept. The same command goes on from here`,
  zh: (done: number, all: number) => `已中断：这次 ${all} 份中评了 ${done} 份，结果已保存。再运行同一条命令会接着评`,
};

const interrupted = 128 + 2; // SIGINT

/** Shows how far a batch is: one line that changes on a terminal, a line for each grade elsewhere. Ctrl-C says what is kept. */
export function openProgress(stream: NodeJS.WriteStream, language: Language) {
  const begin = performance.now();
  const seconds = () => `${Math.round((performance.now() - begin) / 1000)} s`;
  const clear = stream.isTTY ? "\r\x1b[K" : "";
  let [isDone, ofAll] = [0, 0];
  const stop = () => {
    process.stderr.write(`${clear}${keptWords[language](isDone, ofAll)}\n`);
    process.exit(interrupted); // what is under way ends with its starter
  };
  process.on("SIGINT", stop);
  return {
    /** How many there are to grade. */
    begin: (all: number): void => {
      ofAll = all;
    },
    show({ student, file }: Submission, grade: LabGrade, done: number, all: number): void {
      [isDone, ofAll] = [done, all];
      const line = `${String(done).padStart(String(all).length)}/${all}  ${visible(student)}/${visible(file)}  ${said(grade)}`;
      stream.write(stream.isTTY ? `${clear}${line.slice(0, (stream.columns || 80) - 10)}  ${seconds()}` : `${line}\n`);
    },
    end(text: string): void {
      process.off("SIGINT", stop);
      stream.write(`${clear}${text.replace("\n", ` in ${seconds()}\n`)}\n`);
    },
  };
}

function said({ score, maxScore, script, complaints }: LabGrade): string {
  if (complaints.length) return `could not be graded: ${complaints[0]}`;
  const how = script?.ended ?? (script?.status ? `status ${script.status}` : "");
  return `${score}/${maxScore}${how && ` (${how})`}`;
}
