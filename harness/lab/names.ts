// Which labs there are: labs/NN-name.ts.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { unknownWord } from "../command-line/read.ts";
import { nearest } from "../ground/nearest.ts";
import { project } from "../ground/paths.ts";

const numbered = /^\d\d-[\w-]+\.ts$/;

/** Every lab's name, "03-bridge", in order. */
export const labNames = (): string[] => namesIn("labs");

/** Those that are there with real Docker too. */
export const labNamesWithDocker = (): string[] => namesIn("labs/docker");

const namesIn = (folder: string): string[] =>
  readdirSync(join(project, folder))
    .filter((file) => numbered.test(file))
    .map((file) => file.slice(0, -".ts".length))
    .sort();

/** The lab that "03", "3" or "03-bridge" means. Throws where there is none; `next` gives what to run with the number of one. */
export function labMeant(word: string, next: (number: string) => string): string {
  const names = labNames();
  const number = /^\d+$/.test(word) ? word.padStart(2, "0") : undefined;
  const lab = names.find((name) => name === word || (number !== undefined && name.startsWith(`${number}-`)));
  if (lab) return lab;
  const bare = names.map((name) => name.slice("03-".length)); // "bridge", too
  throw unknownWord("lab", word, names, (near = names[bare.indexOf(nearest(word, bare) ?? "")] ?? names[0]) =>
    next(near?.slice(0, 2) ?? ""),
  );
}
