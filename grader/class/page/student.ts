// A student's page: each lab's grade, and the evidence for it.

import { decoded } from "../../../harness/text/decode.ts";
import type { Language } from "../../../harness/text/language.ts";
import { type Markup, markup } from "../../../harness/text/markup.ts";
import { gradeSection } from "../../reporters/html.ts";
import { reportOf, terms } from "../../reporters/lines.ts";
import { page } from "../../reporters/page.ts";
import { ranOf, shownOutput } from "../../reporters/ran.ts";
import { type Course, rounded } from "../course.ts";
import type { Attempt } from "../gradebook.ts";
import { noteIn, problemIn } from "../notes.ts";
import type { Result, StudentResults } from "../results.ts";
import { style } from "./style.ts";
import { duration, words } from "./words.ts";

type Audience = {
  /** For the student: without a way to the others, and without the hint that is the command. */
  isPublished?: boolean;
};

const publishedHints = 2; // the third says what to type

/** One page that needs nothing else. */
export function studentPage(own: StudentResults, course: Course, language: Language, audience: Audience = {}): string {
  const { student, results, others } = own;
  const { id, name = id, problem, notes = [] } = student;
  const total = totalText(own, course, language);
  const body = markup`<header><h1>${name}${name !== id && markup` <span class="student">${id}</span>`}</h1><p class="score">${total}</p></header>
${!audience.isPublished && markup`<p><a href="../index.html">${words[language].back}</a></p>\n`}${problem && markup`<p class="complaint">${problemIn(language, problem)}</p>\n`}${notes.map(
  (note) => markup`<p class="note">${noteIn(language, note)}</p>\n`,
)}${othersPart(others, language)}${results.map((result) => labPart(result, language, audience))}`;
  return page(`${name}${words[language].colon}${total}`, language, body, {
    style,
    hasPictures: true,
    isPrivate: audience.isPublished ?? false,
  });
}

/** "30/32 points", and what the course makes of it. */
export function totalText({ results, total }: StudentResults, course: Course, language: Language): string {
  const points = rounded(
    course,
    results.reduce((sum, result) => sum + result.points, 0),
  );
  const most = results.reduce((sum, { maxScore }) => sum + maxScore, 0);
  const isCourse = total !== undefined && Object.keys(course.labs).length > 0;
  return `${points}/${most} ${terms[language].points}${isCourse ? ` · ${words[language].course(total, course.points)}` : ""}`;
}

/** What was handed in for no lab. */
const othersPart = (others: StudentResults["others"], language: Language): Markup | undefined =>
  others.length > 0
    ? markup`<section><h2>${words[language].others}</h2>\n<ul>${others.map(
        ({ file, problem }) =>
          markup`<li><code>${file}</code>${problem && `${words[language].colon}${problemIn(language, problem)}`}</li>\n`,
      )}</ul></section>\n`
    : undefined;

function labPart(result: Result, language: Language, { isPublished }: Audience): Markup {
  const { lab, attempt } = result;
  const grade = attempt
    ? [
        gradeSection(attempt.grade, language, isPublished ? publishedHints : undefined),
        evidence(attempt, result, language),
      ]
    : notGraded(result, language);
  return markup`<article id="${lab}">
${grade}${counted(result, language)}${history(result, language)}</article>
`;
}

function notGraded({ lab, state, points, maxScore, problem, file }: Result, language: Language): Markup {
  const say = words[language];
  const why = [say.states[state], file, problem && problemIn(language, problem)].filter(Boolean).join(say.colon);
  return markup`<section><header><h2>${lab}</h2><p class="score">${points}/${maxScore} ${terms[language].points}</p></header>
<p class="complaint">${why}</p></section>
`;
}

/** Where the points are others than the checks': what was lost by being late, what a person gave or took, and what it comes to. */
function counted(
  { score, points, maxScore, lostLate, adjustments, isLateByName, note }: Result,
  language: Language,
): Markup | undefined {
  const say = words[language];
  const lines = [
    ...(lostLate ? [`−${lostLate}${say.colon}${say.lostLate}`] : []),
    ...adjustments.map(
      ({ points, why, who, time }) =>
        `${points > 0 ? "+" : "−"}${Math.abs(points)}${say.colon}${why}${say.brackets([who, time.slice(0, 16).replace("T", " ")].join(say.pause))}`,
    ),
    ...(points === score ? [] : [`= ${points}/${maxScore} ${terms[language].points}`]),
    ...(isLateByName ? [noteIn(language, { what: "late-by-name" })] : []),
    ...(note ? [noteIn(language, note)] : []),
  ];
  return lines.length > 0
    ? markup`<ul class="counted">${lines.map((line) => markup`<li>${line}</li>`)}</ul>\n`
    : undefined;
}

function evidence(attempt: Attempt, { late }: Result, language: Language): Markup {
  const say = words[language];
  const { script, state, walk, picture } = { ...attempt.grade, ...attempt.grade.evidence };
  const facts = [
    [say.file, `${attempt.file} (sha256 ${attempt.sha256.slice(0, 12)}…)`],
    [say.submitted, `${attempt.submitted}${late ? `${say.pause}${say.late(duration(late, language))}` : ""}`],
    [say.graded, attempt.graded],
    [say.version, attempt.grade.course],
    [say.ran, script ? ranOf(script, language) : ""],
  ].flatMap(([label, text]) => (text ? [markup`<dt>${label}</dt><dd>${text}</dd>`] : []));
  const blocks = [
    textBlock(say.commands, commandsOf(attempt, language)),
    textBlock(say.state, state),
    walk && block(say.walk, markup`${picture && drawn(picture, say.picture)}<pre tabindex="0">${walk}</pre>`),
    textBlock(say.source, asText(attempt.script, say.notText)),
    textBlock(say.transcript, script && (shownOutput(script) || say.silent)),
  ];
  return markup`<dl>${facts}</dl>\n${blocks}`;
}

/** For each check, the command that shows what was read. */
function commandsOf({ grade }: Attempt, language: Language): string {
  const { titleOf } = reportOf(grade, language);
  return grade.checks.flatMap((point) => (point.seen ? `# ${titleOf(point)}\n${point.seen}\n` : [])).join("\n");
}

/** The picture of the ping goes with its text, folded: open is the one of the slip, beside the checks. */
const drawn = (picture: string, alt: string): Markup =>
  markup`<div class="picture" tabindex="0"><img alt="${alt}" src="data:image/svg+xml;base64,${Buffer.from(picture).toString("base64")}"></div>\n`;

const block = (title: string, body: Markup): Markup => markup`<details><summary>${title}</summary>${body}</details>\n`;

const textBlock = (title: string, text: string | undefined): Markup | undefined =>
  text ? block(title, markup`<pre tabindex="0">${text}</pre>`) : undefined;

/** The bytes as text, in whatever encoding; what is none is only counted. */
const asText = (bytes: Uint8Array, otherwise: (bytes: number) => string): string =>
  decoded(bytes)?.text ?? otherwise(bytes.length);

function history({ attempts, attempt }: Result, language: Language): Markup | undefined {
  const say = words[language];
  if (attempts.length < 2) return undefined;
  const rows = attempts.map((one) => {
    const failed = reportOf(one.grade, language);
    const lost = one.grade.checks.filter(({ outcome }) => outcome === "fail").map((point) => failed.titleOf(point));
    const cells = [one.submitted, one.file, `${one.grade.score}/${one.grade.maxScore}`, lost.join(say.semicolon)];
    const counts = one === attempt && say.counts;
    return markup`<tr>${cells.map((cell) => markup`<td>${cell}</td>`)}<td>${counts}</td></tr>\n`;
  });
  const table = markup`<div class="wide"><table>\n${rows}</table></div>`;
  return markup`<details><summary>${say.attempts}${say.colon}${attempts.length}</summary>${table}</details>\n`;
}
