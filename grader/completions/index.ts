// `bun run completions bash|zsh|fish` prints what completes the course's command lines in that shell.
// What it prints asks here, at each tab:  index.ts SHELL AT WORD…   AT: which of the words is being typed, from 0

import { unknownWord } from "../../harness/command-line/read.ts";
import { Mistake, mainly } from "../../harness/ground/error.ts";
import { languageOf } from "../../harness/text/language.ts";
import { answer } from "./answer.ts";
import { scriptFor, shells } from "./shells.ts";
import { whole } from "./whole.ts";

const call = "bun run completions";

await mainly(async () => {
  const [word, at, ...words] = process.argv.slice(2);
  if (word === undefined) throw new Mistake(`Name the shell: ${shells.join(", ")}`, `${call} bash`);
  const shell = shells.find((name) => name === word);
  if (!shell) throw unknownWord("shell", word, shells, (near = "bash") => `${call} ${near}`);
  if (at === undefined) {
    process.stdout.write(await scriptFor(shell));
    return 0;
  }
  const { before, current, cut } = whole(shell, words, Number(at));
  const { candidates, also = "none" } = await answer(before, current);
  const language = languageOf();
  const lines = candidates.map(({ word, what }) =>
    shell === "bash" || !what ? word.slice(cut) : `${word}\t${what[language]}`,
  );
  process.stdout.write([also, ...lines].map((line) => `${line}\n`).join(""));
  return 0;
});
