// Sentences that programs say, in Chinese. They are thrown, reported and stored in English; docs/zh/messages.tsv has a line for
// each, the English and the Chinese one, with {} for what is filled in, {w} where that is one word. It is read when the first one is wanted.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "./paths.ts";
import { spoken } from "./spoken.ts";

type Phrase = {
  pattern: RegExp;
  /** What is filled in stands in quotes: it is a name, whatever it reads like. */
  isName: boolean[];
  chinese: string;
  /** How much of it is words: of several that fit, the one with the most is meant. */
  weight: number;
};

/** What stands between two sentences, and between a sentence and its reason; from the loosest. */
const joints = [
  ["\n", "\n"],
  ["; ", "；"],
  [": ", "："],
  [", ", "、"],
] as const;

/** Gives a text in another language; undefined where none of its sentences is known. */
export type Translation = (text: string) => string | undefined;

/** Of the lines of a table. Sentences beside each other, and on lines of their own, are looked for one by one. */
export function translationBy(table: string): Translation {
  const phrases = table
    .split("\n")
    .filter((line) => line && !line.startsWith("#"))
    .map(phraseOf)
    .sort((one, other) => other.weight - one.weight);
  const translation: Translation = (text) => {
    for (const { pattern, isName, chinese } of phrases) {
      const [whole, ...parts] = pattern.exec(text) ?? [];
      if (whole === undefined) continue;
      const filled = parts.map((part, at) => (isName[at] ? part : (translation(part) ?? part)));
      let next = 0;
      return chinese.replace(/\{(\d?)\}/g, (_, number) => filled[number ? number - 1 : next++] ?? "");
    }
    for (const [between, joint] of joints) {
      const parts = inParts(text, between, joint, translation);
      if (parts !== undefined) return parts;
    }
    return undefined;
  };
  return translation;
}

function inParts(text: string, between: string, joint: string, translation: Translation): string | undefined {
  const parts = text.split(between);
  if (parts.length < 2) return undefined;
  const known = parts.map(translation);
  return known.some(Boolean) ? known.map((part, at) => part ?? parts[at]).join(joint) : undefined;
}

const holes: Record<string, string> = { "{}": "([^]*?)", "{w}": "(\\S+)" };

function phraseOf(line: string): Phrase {
  const [english = "", chinese = ""] = line.replaceAll("\\n", "\n").split("\t");
  const words = english.split(/\{w?\}/);
  const pattern = english.split(/(\{w?\})/).map((part) => holes[part] ?? RegExp.escape(part));
  return {
    pattern: new RegExp(`^${pattern.join("")}$`),
    isName: words.slice(1).map((after, at) => words[at]!.endsWith('"') && after.startsWith('"')),
    chinese,
    weight: words.join("").length,
  };
}

const read = new Map<string, Translation>();

/** What a program says, in the language; as it is where the table has no words for it. `also`: a table that is asked too. */
export function inWords(said: string, language = spoken(), also = ""): string {
  if (language === "en") return said;
  const known = read.get(also) ?? translationBy(["messages", also].map(tableOf).join("\n"));
  read.set(also, known);
  return known(said) ?? said;
}

/** Where it cannot be read, what went wrong is still said, in English. */
function tableOf(name: string): string {
  try {
    return name && readFileSync(join(project, `docs/zh/${name}.tsv`), "utf8");
  } catch {
    return "";
  }
}
