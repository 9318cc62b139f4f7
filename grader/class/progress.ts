import { visible } from "../../harness/text/visible.ts";
import type { LabGrade } from "../grading/grade.ts";
import type { Submission } from "./submissions.ts";

/** Shows how far a batch is: one line that changes on a terminal, a line for each grade elsewhere. */
export function openProgress(stream: NodeJS.WriteStream) {
  const begin = performance.now();
  const seconds = () => `${Math.round((performance.now() - begin) / 1000)} s`;
  const clear = stream.isTTY ? "\r\x1b[K" : "";
  return {
    show({ student, file }: Submission, grade: LabGrade, done: number, all: number): void {
      const line = `${String(done).padStart(String(all).length)}/${all}  ${visible(student)}/${visible(file)}  ${said(grade)}`;
      stream.write(stream.isTTY ? `${clear}${line.slice(0, (stream.columns || 80) - 10)}  ${seconds()}` : `${line}\n`);
    },
    end: (text: string): void => void stream.write(`${clear}${text.replace("\n", ` in ${seconds()}\n`)}\n`),
  };
}

function said({ score, maxScore, script, complaints }: LabGrade): string {
  if (complaints.length) return `could not be graded: ${complaints[0]}`;
  const how = script?.ended ?? (script?.status ? `status ${script.status}` : "");
  return `${score}/${maxScore}${how && ` (${how})`}`;
}
