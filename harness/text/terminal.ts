import type { Section } from "./course.ts";
import { bold, columns, cyan, isColourful } from "./style.ts";
import { wrap } from "./wrap.ts";

/** A section's words for a terminal. Console blocks are left out: the lab runs those commands itself. */
export function narration(section: Section): string {
  const blocks: string[] = [];
  let bullet = "";
  for (const token of section.body) {
    if (token.type === "list_item_open") bullet = token.info ? `${token.info}. ` : "- ";
    else if (token.type === "inline") {
      blocks.push(wrap(bullet + inline(token.content.replaceAll("\n", " ")), columns(), " ".repeat(bullet.length)));
      bullet = "";
    } else if (token.type === "fence" && token.info !== "console") blocks.push(token.content.trimEnd());
  }
  return blocks.join("\n\n").replaceAll(/\n\n(?=- )/g, "\n");
}

/** Inline marks of a Markdown text for a terminal: `code` and **strong**; a link keeps its words. Without colours, code keeps its marks. */
export const inline = (text: string): string =>
  text
    .replaceAll(/\[([^\]]+)\]\([^)]+\)/g, "$1")
    .replaceAll(/`([^`]+)`/g, (marked, code: string) => (isColourful ? cyan(code) : marked))
    .replaceAll(/\*\*([^*]+)\*\*/g, (_, strong: string) => bold(strong));
