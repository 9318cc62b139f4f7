// The console blocks of a course text: fences marked `console` that hold commands, "$ ip link", each with its real output.

import type { Token } from "markdown-it";
import { Mistake } from "../../harness/ground/error.ts";
import { markdown, type Section, sectionsOf } from "../../harness/text/course.ts";

export type Entry = { command: string; output: string };
export type Block = { section: string; content: string; entries: Entry[]; lines: [from: number, to: number] };

const isConsole = ({ type, info }: Token) => type === "fence" && info.trim() === "console";

/** The sections on real Docker, which want Docker; or all the others. */
export function partOf(sections: Section[], { docker = false } = {}): Section[] {
  let isOnDocker = false;
  return sections.filter(({ id, level }) => {
    if (level === 1) isOnDocker = id === "docker";
    return isOnDocker === docker;
  });
}

/** The blocks of a text, in order. Those on real Docker are apart: they are recorded by test/docker.sh. */
export const blocksOf = (source: string, options: { docker?: boolean } = {}): Block[] =>
  partOf(sectionsOf(markdown.parse(source, {})), options).flatMap(({ id, body }) =>
    body.filter(isConsole).map(({ content, map }) => ({
      section: id,
      content,
      entries: entriesOf(content),
      lines: map!,
    })),
  );

/** Reads a block. A command's further lines begin with "> ", the shell's second prompt. */
function entriesOf(content: string): Entry[] {
  const entries: Entry[] = [];
  for (const part of content.split(/^(?=\$ )/m)) {
    const [, command, output] = part.match(/^\$ (.*(?:\n> .*)*)\n?([\s\S]*)$/) ?? [];
    if (command === undefined) throw new Mistake(`A console block begins with a command, "$ …", and not with: ${part}`);
    entries.push({ command: command.replaceAll("\n> ", "\n"), output: output!.trimEnd() });
  }
  return entries;
}

/** Writes a block's lines; throws where reading them back would not give the same. */
export function linesOf(entries: Entry[]): string[] {
  const lines = entries.flatMap(({ command, output }) => [
    ...`$ ${command.replaceAll("\n", "\n> ")}`.split("\n"),
    ...(output ? output.split("\n") : []),
  ]);
  if (
    JSON.stringify(entriesOf(lines.join("\n"))) !== JSON.stringify(entries) ||
    lines.some((line) => /^ *```/.test(line))
  )
    throw new Mistake(
      `Cannot show this in a console block: its output has a line that reads as a command: ${lines[0]}`,
    );
  return ["```console", ...lines, "```"];
}

/** The text with one block for the section, at its end; earlier ones go. */
export function withBlock(source: string, section: string, entries: Entry[], options = {}): string {
  const lines = source.split("\n");
  const headings = markdown.parse(source, {}).flatMap(({ type, map }) => (type === "heading_open" ? [map![0]] : []));
  const start = headings.find((line) => lines[line]!.endsWith(`{#${section}}`));
  if (start === undefined) throw new Mistake(`Cannot find the section "${section}"`);
  const end = headings.find((line) => line > start) ?? lines.length;
  const earlier = blocksOf(source, options).filter((block) => block.section === section);
  const words = lines.slice(start, end);
  for (const {
    lines: [from, to],
  } of earlier.reverse())
    words.splice(from - start, to - from);
  const text = words
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trimEnd();
  return [...lines.slice(0, start), text, "", ...linesOf(entries), "", ...lines.slice(end)].join("\n");
}

/** The text with each block's output put in, in order; a block in a list keeps its indentation. */
export function withOutput(source: string, entries: Entry[]): string {
  const lines = source.split("\n");
  let left = entries.length;
  for (const {
    entries: own,
    lines: [from, to],
  } of blocksOf(source).reverse()) {
    const indent = lines[from]!.match(/^ */)![0];
    const block = linesOf(entries.slice(left - own.length, left));
    lines.splice(from, to - from, ...block.map((line) => (line ? indent + line : "")));
    left -= own.length;
  }
  return lines.join("\n");
}
