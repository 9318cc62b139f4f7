// A lab's course text as HTML: what the terminal tells, and what comes after. The checks' words stay out: they are hints.

import MarkdownIt, { type Token } from "markdown-it";
import { sectionsOf } from "../../harness/text/course.ts";
import type { Language } from "../../harness/text/language.ts";
import { type Markup, markup, raw } from "../../harness/text/markup.ts";
import { courseSource } from "../../harness/text/source.ts";

// the text is the course's own; questions are <details> in it
const markdown = new MarkdownIt({ html: true });

export type Part = { id: string; title: string; level: number; html: Markup; plain: string };

/** The text's sections, in a student's values or the notes'. */
export function partsOf(source: string, language: Language, values = (notes: string) => notes): Part[] {
  const sections = sectionsOf(markdown.parse(values(courseSource(source, language)), {}));
  const checks = sections.findIndex(({ id }) => id === "checks" || id.startsWith("check-"));
  return sections.slice(0, checks < 0 ? undefined : checks).map(({ id, title, level, body }) => ({
    id,
    title,
    level,
    html: rendered(body),
    plain: body.flatMap((token) => (token.type === "inline" || token.type === "fence" ? token.content : [])).join("\n"),
  }));
}

/** A line of Markdown without paragraphs: a title, a task. */
export const inline = (text: string): Markup => raw(markdown.renderInline(text));

function rendered(body: Token[]): Markup {
  const html: Markup[] = [];
  let rest: Token[] = [];
  const flush = () => {
    html.push(raw(markdown.renderer.render(rest, markdown.options, {})));
    rest = [];
  };
  for (const token of body) {
    if (token.type === "inline" && /^\{#[\w-]+\}\s*/.test(token.content)) strip(token); // a task's id is not for readers
    if (token.type !== "fence") rest.push(token);
    else {
      flush();
      html.push(
        token.info === "console"
          ? consoleBlock(token.content)
          : markup`<pre class="drawing" tabindex="0">${token.content}</pre>`,
      );
    }
  }
  flush();
  return markup`${html}`;
}

function strip(token: Token): void {
  const first = token.children?.[0];
  if (first?.type === "text") first.content = first.content.replace(/^\{#[\w-]+\}\s*/, "");
}

/** Commands as they are typed, and what they print. The page's script gives each command its buttons. */
function consoleBlock(content: string): Markup {
  const lines = content
    .trimEnd()
    .split("\n")
    .map((line) => (line.startsWith("$ ") ? markup`<b>${line.slice(2)}</b>\n` : markup`${line}\n`));
  return markup`<pre class="console" tabindex="0">${lines}</pre>`;
}
