import { cut, unknownWord, wantsHelp, withWord } from "../command-line/read.ts";
import { callOf, readVerb } from "./read.ts";
import { verbs } from "./verbs/index.ts";
import { up } from "./verbs/up.ts";

/** Carries out one call of a lab script; gives the exit status. `needs` throws where the machine lacks what the lab builds with. */
export async function carryOut(lab: string, typed: string[], needs?: () => unknown): Promise<number> {
  const program = { call: callOf(lab), commands: verbs };
  const line = cut(program, typed);
  const [word] = line.words;
  const verb = word ? verbs.find(({ name }) => name === word.text) : up;
  if (!verb)
    throw unknownWord("verb", word!.text, names, (near) =>
      near === undefined ? `${program.call} --help` : withWord(line, word!.at, near),
    );
  if (wantsHelp(line)) {
    const { helpFor } = await import("../command-line/help.ts");
    process.stdout.write(helpFor(line, word && verb));
    return 0;
  }
  const call = readVerb(line, verb, word ? 1 : 0);
  if (verb.builds) needs?.();
  return verb.run({ lab, ...call });
}

const names = verbs.map(({ name }) => name);
