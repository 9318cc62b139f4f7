// What went wrong in a lab, told once for all to whom the same happened: by the first hop that is broken, not by every check that
// suffers from it.

import { sentence } from "../../../harness/explain/words.ts";
import type { Language } from "../../../harness/text/language.ts";
import { type Markup, markup } from "../../../harness/text/markup.ts";
import { reportOf } from "../../reporters/lines.ts";
import { code } from "../../reporters/page.ts";
import type { TestPoint } from "../../tap/test-point.ts";
import { elsewhereInWords } from "../../words/of-elsewhere.ts";
import { valueInWords } from "../../words/of-values.ts";
import type { Result } from "../results.ts";
import { linkTo } from "./link.ts";
import { words } from "./words.ts";

export type Story = { text: string; title: string; results: Result[]; example: { result: Result; point: TestPoint } };

const most = 12; // stories of a lab
const named = 12; // students of a story

/** The stories of a lab, those of most students first. A check that waited for another tells none: what it waited for does. */
export function storiesOf(results: Result[], language: Language): Story[] {
  const told = results.flatMap((result) => {
    const failed = result.attempt?.grade.checks.filter(({ outcome }) => outcome === "fail") ?? [];
    const [first] = failed;
    return first && result.state === "graded" ? [{ result, ...storyOf(result, first, failed, language) }] : [];
  });
  return [...Map.groupBy(told, ({ key }) => key).values()]
    .map((all): Story => {
      const { text, title, result, point } = all[0]!;
      return { text, title, results: all.map(({ result }) => result), example: { result, point } };
    })
    .sort((one, other) => other.results.length - one.results.length);
}

function storyOf({ lab, attempt }: Result, first: TestPoint, failed: TestPoint[], language: Language) {
  const student = attempt?.grade.student;
  const { titleOf } = reportOf({ lab, student }, language);
  const lost = failed.find(({ cause }) => cause);
  const elsewhere = elsewhereInWords(first.elsewhere, language);
  const cause = elsewhere ? undefined : sentence(lost?.cause, language);
  const isNothing = attempt?.grade.checks.every(({ outcome }) => outcome !== "pass");
  const title = titleOf(first);
  if (isNothing) return { key: "nothing", text: words[language].nothing, title, point: first };
  const actual = valueInWords(first.actual, language);
  const text = ofAnyWorld(elsewhere ?? cause ?? `${title}${words[language].colon}${actual}`);
  const kind = elsewhere ? `elsewhere ${first.elsewhere![0]!.what}` : cause ? `cause ${lost!.cause!.what}` : "check";
  // with values of one's own the same slip has other words for each
  const key =
    student === undefined && (elsewhere || cause)
      ? `${kind} ${text}`
      : `${kind} ${first.id}${student === undefined ? ofAnyWorld(actual) : ""}`;
  return { key, text, title: elsewhere || cause ? title : "", point: cause ? lost! : first };
}

const mac = /\b[0-9a-f]{2}(?::[0-9a-f]{2}){5}\b/g;
const linkLocal = /\bfe80::[0-9a-f:.]+/g;

/** Without what the kernel makes up anew in each world, a MAC address and the address that follows from it. */
const ofAnyWorld = (text: string): string => text.replaceAll(mac, "xx:xx:…").replaceAll(linkLocal, "fe80::…");

/** As a list; nothing where nothing went wrong. */
export function storiesPart(results: Result[], names: Map<string, string>, language: Language): Markup | undefined {
  const say = words[language];
  const stories = storiesOf(results, language);
  const graded = results.filter(({ state }) => state === "graded").length;
  const items = stories.slice(0, most).map(({ text, title, results, example: { result, point } }) => {
    const { lab, student, attempt } = result;
    const why = reportOf({ lab, student: attempt?.grade.student }, language)
      .lines(point)
      .filter(({ kind }) => kind !== "hint")
      .map(({ label, text }) => markup`<dt>${label}</dt><dd><code>${text}</code></dd>`);
    const who = results
      .slice(0, named)
      .map(
        ({ student }, at) =>
          markup`${at > 0 && say.comma}<a href="${linkTo(student, lab)}"><bdi>${names.get(student) ?? student}</bdi></a>`,
      );
    const rest = results.length - named;
    const example = markup`<bdi>${names.get(student) ?? student}</bdi>`; // a summary is a button: links stand above
    return markup`<li><b>${say.students(results.length)}</b>${say.brackets(`${Math.round((results.length / graded) * 100)} %`)}${say.colon}${code(text)}
${title !== "" && markup`<p class="first">${say.first}${say.colon}${code(title)}</p>\n`}<p class="who">${who}${rest > 0 && ` ${say.more(rest)}`}</p>
<details><summary>${say.example}${say.colon}${example}</summary><dl>${why}</dl></details></li>\n`;
  });
  const rest = stories.slice(most).reduce((sum, { results }) => sum + results.length, 0);
  return items.length > 0
    ? markup`<h3>${say.common}</h3>\n<p class="note">${say.commonHow}</p>\n<ol class="stories">\n${items}</ol>\n${
        rest > 0 && markup`<p class="note">${say.moreStories(rest)}</p>\n`
      }`
    : undefined;
}
