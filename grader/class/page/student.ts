// A student's page: each lab's grade, and the evidence for it.

import type { Language } from "../../../harness/text/language.ts";
import { type Markup, markup } from "../../../harness/text/markup.ts";
import { gradeSection } from "../../reporters/html.ts";
import { reportOf, terms } from "../../reporters/lines.ts";
import { page } from "../../reporters/page.ts";
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
  const body = markup`<header><h1>${id}</h1><p class="score">${total}</p></header>
<p><a href="../index.html">${words[language].back}</a></p>
${problem && markup`<p class="complaint">${problem}</p>\n`}${results.map((result) => labPart(result, language))}`;
  return page(`${id}: ${total}`, language, body, style);
}

function labPart(result: Result, language: Language): Markup {
  const { lab, attempt } = result;
  const grade = attempt
    ? [gradeSection(attempt.grade, language), evidence(attempt, result, language)]
    : notGraded(result, language);
  return markup`<article id="${lab}">
${grade}${history(result, language)}</article>
`;
}

function notGraded({ lab, state, score, maxScore, problem }: Result, language: Language): Markup {
  const why = words[language].states[state] + (problem ? `: ${problem}` : "");
  const points = `${score}/${maxScore} ${terms[language].points}`;
  return markup`<section><header><h2>${lab}</h2><p class="score">${points}</p></header>
<p class="complaint">${why}</p></section>
`;
}

function evidence(attempt: Attempt, { late }: Result, language: Language): Markup {
  const say = words[language];
  const { script, state, walk } = { ...attempt.grade, ...attempt.grade.evidence };
  const facts = [
    [say.file, `${attempt.file} (sha256 ${attempt.sha256.slice(0, 12)}…)`],
    [say.submitted, `${attempt.submitted}${late ? `, ${say.late(duration(late))}` : ""}`],
    [say.graded, attempt.graded],
    [say.ran, script ? ranOf(script, language) : ""],
  ].flatMap(([label, text]) => (text ? [markup`<dt>${label}</dt><dd>${text}</dd>`] : []));
  const blocks = [
    block(say.commands, commandsOf(attempt, language)),
    block(say.state, state),
    block(say.walk, walk),
    block(say.source, asText(attempt.script, say.notText)),
    block(say.transcript, script && (script.output || say.silent)),
  ];
  return markup`<dl>${facts}</dl>\n${blocks}`;
}

/** For each check, the command that shows what was read. */
function commandsOf({ grade }: Attempt, language: Language): string {
  const { titleOf } = reportOf(grade, language);
  return grade.checks.flatMap((point) => (point.seen ? `# ${titleOf(point)}\n${point.seen}\n` : [])).join("\n");
}

const block = (title: string, text: string | undefined): Markup | undefined =>
  text ? markup`<details><summary>${title}</summary><pre>${text}</pre></details>\n` : undefined;

/** The bytes as text; what is none is only counted. */
function asText(bytes: Uint8Array, otherwise: (bytes: number) => string): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? otherwise(bytes.length) : text;
  } catch {
    return otherwise(bytes.length);
  }
}

function history({ attempts, attempt }: Result, language: Language): Markup | undefined {
  const say = words[language];
  if (attempts.length < 2) return undefined;
  const rows = attempts.map((one) => {
    const failed = reportOf(one.grade, language);
    const lost = one.grade.checks.filter(({ outcome }) => outcome === "fail").map((point) => failed.titleOf(point));
    const cells = [one.submitted, one.file, `${one.grade.score}/${one.grade.maxScore}`, lost.join("; ")];
    const counts = one === attempt && say.counts;
    return markup`<tr>${cells.map((cell) => markup`<td>${cell}</td>`)}<td>${counts}</td></tr>\n`;
  });
  const table = markup`<div class="wide"><table>\n${rows}</table></div>`;
  return markup`<details><summary>${say.attempts}: ${attempts.length}</summary>${table}</details>\n`;
}
