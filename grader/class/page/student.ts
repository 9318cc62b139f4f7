// A student's page: each lab's grade, and the evidence for it.

import type { Language } from "../../../harness/text/language.ts";
import { gradeSection } from "../../reporters/html.ts";
import { reportOf, terms } from "../../reporters/lines.ts";
import { escaped, page } from "../../reporters/page.ts";
import { ranOf } from "../../reporters/ran.ts";
import type { Attempt } from "../gradebook.ts";
import type { Result } from "../results.ts";
import type { Student } from "../submissions.ts";
import { style } from "./style.ts";
import { duration, words } from "./words.ts";

/** One page that needs nothing else. */
export function studentPage({ id, problem }: Student, results: Result[], language: Language): string {
  const sum = (key: "score" | "maxScore") => results.reduce((total, result) => total + result[key], 0);
  const total = `${sum("score")}/${sum("maxScore")} ${terms[language].points}`;
  const body = `<header><h1>${escaped(id)}</h1><p class="score">${total}</p></header>
<p><a href="../index.html">${words[language].back}</a></p>
${problem ? `<p class="complaint">${escaped(problem)}</p>\n` : ""}${results.map((result) => labPart(result, language)).join("")}`;
  return page(`${id}: ${total}`, language, body, style);
}

function labPart(result: Result, language: Language): string {
  const say = words[language];
  const { lab, state, attempt, score, maxScore } = result;
  const grade = attempt
    ? gradeSection(attempt.grade, language)
    : `<section><header><h2>${escaped(lab)}</h2><p class="score">${score}/${maxScore} ${terms[language].points}</p></header>
<p class="complaint">${say.states[state]}${result.problem ? `: ${escaped(result.problem)}` : ""}</p></section>\n`;
  return `<article id="${lab}">\n${grade}${attempt ? evidence(attempt, result, language) : ""}${history(result, language)}</article>\n`;
}

function evidence(attempt: Attempt, { late }: Result, language: Language): string {
  const say = words[language];
  const { script, state, walk } = { ...attempt.grade, ...attempt.grade.evidence };
  const facts = [
    [say.file, `${attempt.file} (sha256 ${attempt.sha256.slice(0, 12)}…)`],
    [say.submitted, `${attempt.submitted}${late ? `, ${say.late(duration(late))}` : ""}`],
    [say.graded, attempt.graded],
    [say.ran, script ? ranOf(script, language) : ""],
  ].filter(([, text]) => text);
  return `<dl>${facts.map(([label, text]) => `<dt>${label}</dt><dd>${escaped(text!)}</dd>`).join("")}</dl>
${block(say.commands, commandsOf(attempt, language))}${block(say.state, state)}${block(say.walk, walk)}${block(say.source, asText(attempt.script, say.notText))}${block(say.transcript, script && (script.output || say.silent))}`;
}

/** For each check, the command that shows what was read. */
function commandsOf({ grade }: Attempt, language: Language): string {
  const { titleOf } = reportOf(grade, language);
  return grade.checks.flatMap((point) => (point.seen ? `# ${titleOf(point)}\n${point.seen}\n` : [])).join("\n");
}

const block = (title: string, text: string | undefined): string =>
  text ? `<details><summary>${title}</summary><pre>${escaped(text)}</pre></details>\n` : "";

/** The bytes as text; what is none is only counted. */
function asText(bytes: Uint8Array, otherwise: (bytes: number) => string): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? otherwise(bytes.length) : text;
  } catch {
    return otherwise(bytes.length);
  }
}

function history({ attempts, attempt }: Result, language: Language): string {
  const say = words[language];
  if (attempts.length < 2) return "";
  const rows = attempts.map((one) => {
    const failed = reportOf(one.grade, language);
    const lost = one.grade.checks.filter(({ outcome }) => outcome === "fail").map((point) => failed.titleOf(point));
    const cells = [one.submitted, one.file, `${one.grade.score}/${one.grade.maxScore}`, lost.join("; ")];
    return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join("")}<td>${one === attempt ? say.counts : ""}</td></tr>\n`;
  });
  return `<details><summary>${say.attempts}: ${attempts.length}</summary><div class="wide"><table>\n${rows.join("")}</table></div></details>\n`;
}
