// The words of a lab live once, in docs/<language>/NN-name.md, under headings that carry an id: "## A switch {#create-bridge}".

import MarkdownIt, { type Token } from "markdown-it";
import type { Language } from "./language.ts";
import { courseSource, heading } from "./source.ts";

export type Section = { id: string; title: string; level: number; readonly body: Token[] };

export const markdown = new MarkdownIt();

/** A lab's sections in the order of the text, with a student's values in place of the notes'. Throws where the file is missing. */
export const courseText = (lab: string, language: Language, values = (notes: string) => notes): Section[] =>
  partsOf(values(courseSource(lab, language)));

/** What `sectionsOf` gives of a whole text; but each section is parsed when somebody reads it, for most of them nobody does. */
export function partsOf(source: string): Section[] {
  const parts: (Omit<Section, "body"> & { lines: string[] })[] = [];
  let fence: string | undefined;
  for (const line of source.split("\n")) {
    const [, mark] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    const [, level, words = ""] = (!fence && /^(#{1,6})[ \t]+(.*?)[ \t]*$/.exec(line)) || [];
    const [, title, id] = heading.exec(words) ?? [];
    if (level && id) parts.push({ id, title: title!, level: level.length, lines: [] });
    else parts.at(-1)?.lines.push(line);
    if (!fence) fence = mark;
    else if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined;
  }
  return parts.map(({ lines, ...part }) => {
    let body: Token[] | undefined;
    return {
      ...part,
      get body() {
        body ??= markdown.parse(lines.join("\n"), {});
        return body;
      },
    };
  });
}

/** Cuts a token stream at its headings. A heading without an id belongs to the section it stands in. */
export function sectionsOf(tokens: Token[]): Section[] {
  const sections: Section[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    const named = token.type === "heading_open" ? heading.exec(tokens[i + 1]!.content) : null;
    if (named) {
      sections.push({ id: named[2]!, title: named[1]!, level: Number(token.tag.slice(1)), body: [] });
      i += 2; // the heading's text and its close
    } else sections.at(-1)?.body.push(token);
  }
  return sections;
}

/** The items of a list section, "- {#task-bridge} Make a bridge …", by id. */
export function itemsOf(section: Section | undefined): { id: string; text: string }[] {
  return (section?.body ?? []).flatMap((token) => {
    const item = token.type === "inline" ? token.content.match(/^\{#([\w-]+)\}\s*([\s\S]*)$/) : null;
    return item ? [{ id: item[1]!, text: item[2]!.replaceAll("\n", " ") }] : [];
  });
}

/** The tasks, and those for the further containers that a student has: "- {#further-1} …", "- {#further-2} …". */
export const tasksOf = (section: Section | undefined, further: number): { id: string; text: string }[] =>
  itemsOf(section).filter(({ id }) => !id.startsWith("further-") || Number(id.slice("further-".length)) <= further);

/** The lines of a section's numbered list, in order: a check's hints. */
export const linesOf = (section: Section | undefined): string[] =>
  (section?.body ?? []).filter((token) => token.type === "inline").map((token) => token.content.replaceAll("\n", " "));
