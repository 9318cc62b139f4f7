// A lab's whole text for a terminal: what is told while the lab is built, with the commands' output, and what comes after.

import type { Section } from "./course.ts";
import { bold, columns, dim } from "./style.ts";
import { inline } from "./terminal.ts";
import { wrap } from "./wrap.ts";

/** The sections to be read, in their order: not the checks' words, which are hints. */
export function pages(sections: readonly Section[]): string {
  const checks = sections.findIndex(({ id }) => id === "checks" || id.startsWith("check-"));
  return sections
    .slice(0, checks < 0 ? undefined : checks)
    .map(page)
    .join("\n");
}

function page({ title, level, body }: Section): string {
  const head = bold(level === 1 ? `━━ ${title}` : title);
  const blocks: string[] = [];
  let bullet = "";
  for (const token of body) {
    if (token.type === "list_item_open") bullet = token.info ? `${token.info}. ` : "- ";
    else if (token.type === "inline") {
      const text = token.content
        .replaceAll("\n", " ")
        .replace(/^\{#[\w-]+\}\s*/, "") // a task's id is not for readers
        .replace(/^<details><summary>(.*)<\/summary>$/, "**$1**"); // a question that is unfolded on a page
      if (text === "</details>") continue;
      blocks.push(wrap(bullet + inline(text), columns(), " ".repeat(bullet.length)));
      bullet = "";
    } else if (token.type === "fence") blocks.push(block(token.content.trimEnd()));
  }
  return `${head}\n\n${blocks.join("\n\n")}\n`;
}

/** Commands as they are typed, whole; and what they print set apart: what is wider than the terminal goes on in a line below. */
const block = (text: string): string =>
  text
    .split("\n")
    .map((line) => (/^[$>] /.test(line) ? `  ${bold(line)}` : dim(wrap(`  ${untabbed(line)}`, columns(), "    "))))
    .join("\n");

/** With spaces up to each tab stop, as the line was printed: it is shown further to the right. */
const untabbed = (line: string): string =>
  line.split("\t").reduce((text, part) => text + " ".repeat(8 - (Bun.stringWidth(text) % 8)) + part);
