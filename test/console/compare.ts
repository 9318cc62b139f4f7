// Holds the console blocks of a lab's two texts against the lab and against a run of their own commands.

import { type Block, blocksOf, type Entry } from "./blocks.ts";
import { normalise } from "./normalise.ts";
import { isWalk } from "./replay.ts";
import type { Step } from "./transcript.ts";

export type Texts = { en: string; zh: string };

export const entriesOf = (source: string): Entry[] => blocksOf(source).flatMap(({ entries }) => entries);

/** Where the two languages show something different: byte for byte, but where `walk` speaks, each was recorded on its own. */
export function languagesDiffer({ en, zh }: Texts): string[] {
  if (!entriesOf(en).some(({ command }) => isWalk(command)))
    return differences(blocksOf(en).map(shown), blocksOf(zh).map(shown));
  const silent = (source: string) =>
    entriesOf(source).map((entry) => (isWalk(entry.command) ? { ...entry, output: "" } : entry));
  return outputDiffers(silent(en), silent(zh));
}

const shown = ({ section, content }: Block) => `${section}: ${content}`;

/** Where a step's block holds other commands than the step runs. */
export const commandsDiffer = (source: string, steps: Step[]): string[] =>
  steps.flatMap(({ id, commands }) => {
    const blocks = blocksOf(source).filter(({ section }) => section === id);
    const own = blocks.flatMap(({ entries }) => entries.map(({ command }) => command));
    const words = (command: string) => `${id}: $ ${command}`;
    return differences(own.map(words), commands.map(words));
  });

/** Where a run of the text's commands gave something else than the text shows. */
export const outputDiffers = (shown: Entry[], run: Entry[]): string[] => {
  const words = (entries: Entry[]) => normalise(entries).map(({ command, output }) => `$ ${command}\n${output}`);
  return differences(words(shown), words(run));
};

function differences(shown: string[], run: string[]): string[] {
  const found: string[] = [];
  for (let i = 0; i < Math.max(shown.length, run.length); i++)
    if (shown[i] !== run[i])
      found.push(`the text has:\n${shown[i] ?? "(nothing)"}\nbut it is:\n${run[i] ?? "(nothing)"}`);
  return found;
}
