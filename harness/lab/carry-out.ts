import type { Program } from "../command-line/command.ts";
import { cut, type Line, languageAsked, unknownWord, wantsHelp, withWord } from "../command-line/read.ts";
import { speak } from "../ground/spoken.ts";
import { writeStdout } from "../kernel/stdout.ts";
import { find } from "../world/registry.ts";
import { callOf, readVerb } from "./read.ts";
import type { Verb } from "./verb.ts";
import { verbs } from "./verbs/index.ts";
import { up } from "./verbs/up.ts";

export const programOf = (lab: string): Program => ({ call: callOf(lab), commands: verbs });

/** Carries out one call of a lab script; gives the exit status. `needs` throws where the machine lacks what the lab builds with. */
export async function carryOut(lab: string, typed: string[], needs?: () => unknown): Promise<number> {
  const line = cut(programOf(lab), typed);
  const lang = wantsHelp(line) ? undefined : speakAs(lab, line);
  const { verb, skip } = verbOf(line);
  if (wantsHelp(line)) {
    const { helpFor } = await import("../command-line/help.ts");
    writeStdout(helpFor(line, skip ? verb : undefined));
    return 0;
  }
  const call = readVerb(line, verb, skip);
  if (verb.builds) needs?.();
  else if (lang) Object.assign(call.flags, { lang });
  return verb.run({ lab, ...call });
}

/** In the language in which the exercise was begun, where none is asked for now and it is not begun anew. */
function speakAs(lab: string, line: Line): string | undefined {
  const [word = { text: up.name }] = line.words;
  const isBegun = !verbs.some(({ name, builds }) => builds && name === word.text);
  const isMachine = line.options.some(({ name }) => name === "machine");
  const lang = languageAsked(line) ?? (isBegun ? find(lab, isMachine ? "machine" : undefined)?.lang : undefined);
  speak(lang);
  return lang;
}

/** The verb that the first word names, or without words `up`; and how many words have named it. */
export function verbOf(line: Line): { verb: Verb; skip: number } {
  const [word] = line.words;
  if (!word) return { verb: up, skip: 0 };
  const verb = verbs.find(({ name }) => name === word.text);
  if (verb) return { verb, skip: 1 };
  const names = verbs.map(({ name }) => name);
  throw unknownWord("verb", word.text, names, (near) =>
    near === undefined ? `${line.program.call} --help` : withWord(line, word.at, near),
  );
}
