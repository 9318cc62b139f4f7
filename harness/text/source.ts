// The files that a lab's words stand in. What only wants these does without the parser, which takes longer to load than to use.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Mistake } from "../ground/error.ts";
import { project } from "../ground/paths.ts";
import type { Language } from "./language.ts";

/** A heading's words and its id: "A switch {#create-bridge}". */
export const heading = /^(.*?)\s*\{#([\w-]+)\}$/;

/** A lab's text as it was written. */
export function courseSource(lab: string, language: Language): string {
  const file = join("docs", language, `${lab}.md`);
  try {
    return readFileSync(join(project, file), "utf8");
  } catch {
    throw new Mistake(`Cannot find the text of lab "${lab}": "${file}" is missing`, "git status docs");
  }
}

/** The lab's title: the first heading of its text, which begins it; its name where that has no words. */
export function titleOf(lab: string, language: Language): string {
  const [first = ""] = courseSource(lab, language).split("\n", 1);
  return heading.exec(first.replace(/^# +/, ""))?.[1] ?? lab;
}

/** The text of a lab's exercise: its own, where it has one, else the lab's. */
export const exerciseText = (lab: string): string =>
  existsSync(join(project, `docs/en/exercises/${lab}.md`)) ? `exercises/${lab}` : lab;
