// Command lines out of texts, and what the tables make of them.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { callOf, readCall } from "../../grader/call.ts";
import { labNamed } from "../../grader/grading/catalogue.ts";
import { cut } from "../../harness/command-line/read.ts";
import { project } from "../../harness/ground/paths.ts";
import { programOf, verbOf } from "../../harness/lab/carry-out.ts";
import { readVerb } from "../../harness/lab/read.ts";

export type Found = { place: string; line: string };

/** The calls of a lab or of the grader in a file: in blocks, in sentences, in scripts. What stands for something has a value. */
export function linesIn(file: string): Found[] {
  const text = readFileSync(join(project, file), "utf8");
  const options = /^ {2}OPTIONS: (.*?)(?: #.*)?$/m.exec(text)?.[1] ?? "";
  return text.split("\n").flatMap((row, at) =>
    [...row.matchAll(/\bbun ((?:labs\/[\w./-]+\.ts|grader)(?: [^`]*)?)/g)].map(([, call = ""]) => ({
      place: `${file}:${at + 1}`,
      line: call
        .split(/ {2}|　/)[0]!
        .replace("$OPTIONS", options)
        .replace(/ "\$\{@:\d\}"/, "") // further words of whoever calls the script
        .replaceAll(/\$\{\{ [\w.]+ \}\}|\$shards?\b|\$part\b|\$SLURM_CPUS_PER_TASK|\{\}/g, "2")
        .replace("$language", "en")
        .replace(/(?<=grader )"\$\w+"/, "03")
        .replace(/\bNN\b/, "03")
        .trim(),
    })),
  );
}

/** A shell's words, to the end of the command or to a quote that begins elsewhere. */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  for (const [token] of line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"';|&<>#()])+|[|&;<>#()"']/g)) {
    if (/^[|&;<>#()"']$/.test(token)) break;
    words.push(token.replaceAll(/"([^"]*)"|'([^']*)'/g, "$1$2"));
  }
  if (/\d?>/.test(line) && words.at(-1) === "2") words.pop(); // 2>FILE
  return words;
}

/** What is called, "labs/03-bridge.ts walk" or "grader --reference". Throws the refusal. */
export function read([name = "", ...typed]: string[]): string {
  if (name === "grader") {
    const { line, mode } = callOf(typed);
    const { words } = readCall(line, mode);
    const kinds = mode.form.replaceAll(/--[\w-]+( [A-Z]+)?/g, "").match(/\b[A-Z]+/g) ?? [];
    for (const [at, word] of words.entries())
      if ((kinds[at] ?? kinds.at(-1)) === "LAB" && !mode.form.includes(`|${word}]`)) labNamed(word);
    return `grader ${mode.name}`;
  }
  const lab = labNamed(name.replace(/^labs\/(docker\/)?|\.ts$/g, ""));
  const line = cut(programOf(lab), typed);
  const { verb, skip } = verbOf(line);
  readVerb(line, verb, skip);
  return `labs/${lab}.ts ${verb.name}`;
}
