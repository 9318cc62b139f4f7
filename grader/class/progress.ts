import { inWords } from "../../harness/ground/phrases.ts";
import type { Language } from "../../harness/text/language.ts";
import { inOneLine } from "../../harness/text/visible.ts";
import type { LabGrade } from "../grading/lab-grade.ts";
import { complaintsOf } from "../reporters/lines.ts";
import type { Submission } from "./submissions.ts";

const words = {
  en: {
    kept: (done: number, all: number) =>
      `Interrupted: ${done} of ${all} were graded now, and are kept. The same command goes on from here`,
    all: (graded: number, before: number, time: string) => `${graded} graded, ${before} unchanged in ${time}`,
    failed: (why: string) => `could not be graded: ${why}`,
    status: (status: number) => `status ${status}`,
  },
  zh: {
    kept: (done: number, all: number) =>
      `已中断：这次 ${all} 份中评了 ${done} 份，结果已保存。再运行同一条命令会接着评`,
    all: (graded: number, before: number, time: string) => `评了 ${graded} 份，${before} 份没有变化，用时 ${time}`,
    failed: (why: string) => `无法评分：${why}`,
    status: (status: number) => `退出状态 ${status}`,
  },
};

const interrupted = 128 + 2; // SIGINT

/** Where nobody reads any more, as behind `| head`, the grades are written down all the same. */
function unlessUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

/** Shows how far a batch is: one line that changes on a terminal, a line for each grade elsewhere. Ctrl-C says what is kept. */
export function openProgress(stream: NodeJS.WriteStream, language: Language) {
  const begin = performance.now();
  const seconds = () => `${Math.round((performance.now() - begin) / 1000)} s`;
  const clear = stream.isTTY ? "\r\x1b[K" : "";
  let [isDone, ofAll] = [0, 0];
  const stop = () => {
    process.stderr.write(`${clear}${words[language].kept(isDone, ofAll)}\n`);
    process.exit(interrupted); // what is under way ends with its starter
  };
  process.on("SIGINT", stop);
  stream.on("error", unlessUnread);
  return {
    /** How many there are to grade. */
    begin: (all: number): void => {
      ofAll = all;
    },
    show({ student, file }: Submission, grade: LabGrade, done: number, all: number): void {
      [isDone, ofAll] = [done, all];
      const line = `${String(done).padStart(String(all).length)}/${all}  ${inOneLine(`${student}/${file}`)}  ${said(grade, language)}`;
      stream.write(stream.isTTY ? `${clear}${line.slice(0, (stream.columns || 80) - 10)}  ${seconds()}` : `${line}\n`);
    },
    /** All is graded; `more` is said below it. */
    end(graded: number, before: number, more: string): void {
      process.off("SIGINT", stop);
      stream.write(`${clear}${words[language].all(graded, before, seconds())}\n${more}\n`);
    },
  };
}

function said({ score, maxScore, script, complaints }: LabGrade, language: Language): string {
  const [complaint] = complaintsOf({ complaints }, language);
  if (complaint !== undefined) return words[language].failed(complaint);
  const ended = script?.ended && inWords(script.ended, language);
  const how = ended ?? (script?.status ? words[language].status(script.status) : "");
  return `${score}/${maxScore}${how && ` (${how})`}`;
}
