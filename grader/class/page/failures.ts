import type { Language } from "../../../harness/text/language.ts";
import { type Markup, markup } from "../../../harness/text/markup.ts";
import { type reportOf, show } from "../../reporters/lines.ts";
import { code } from "../../reporters/page.ts";
import type { TestPoint } from "../../tap/test-point.ts";
import type { Result } from "../results.ts";
import { linkTo } from "./link.ts";
import { words } from "./words.ts";

const most = 8;

export type Failure = { id: string; count: number; share: number; example: { student: string; point: TestPoint } };

/**
 * The checks that most failed, by how many; the example is of those who failed in the most common way. A check that waited
 * for another does not count: what it waited for does.
 */
export function commonFailures(results: Result[]): Failure[] {
  const graded = results.filter(({ state }) => state === "graded");
  const failed = graded.flatMap(({ student, attempt }) =>
    attempt!.grade.checks.filter(({ outcome }) => outcome === "fail").map((point) => ({ student, point })),
  );
  return [...Map.groupBy(failed, ({ point }) => point.id)]
    .map(([id, all]) => {
      const ways = [...Map.groupBy(all, ({ point }) => show(point.actual)).values()];
      const [example] = ways.toSorted((one, other) => other.length - one.length)[0]!;
      return { id, count: all.length, share: all.length / graded.length, example: example! };
    })
    .sort((one, other) => other.count - one.count)
    .slice(0, most);
}

/** What most failed, as a list; nothing where nobody did. */
export function failuresPart(
  results: Result[],
  { titleOf, lines }: ReturnType<typeof reportOf>,
  language: Language,
): Markup | undefined {
  const say = words[language];
  const graded = results.filter(({ state }) => state === "graded").length;
  const items = commonFailures(results).map(({ count, share, example: { student, point } }) => {
    const percent = `${Math.round(share * 100)} %`;
    const why = lines(point)
      .filter(({ kind }) => kind !== "hint")
      .map(({ label, text }) => markup`<dt>${label}</dt><dd><code>${text}</code></dd>`);
    const link = markup`<a href="${linkTo(student, results[0]!.lab)}">${student}</a>`;
    return markup`<li><meter min="0" max="1" value="${share.toFixed(3)}">${percent}</meter>
<b>${percent}</b> (${say.failed(count, graded)}): ${code(titleOf(point))}
<details><summary>${say.example}: ${link}</summary><dl>${why}</dl></details></li>\n`;
  });
  return items.length > 0 ? markup`<h3>${say.common}</h3>\n<ol class="failures">\n${items}</ol>\n` : undefined;
}
