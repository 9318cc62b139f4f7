// The verb `answer` of an exercise that asks by name: an answer is a file in the world, which a script can write too.

import { Mistake } from "../ground/error.ts";
import { nearest } from "../ground/nearest.ts";
import { quote } from "../ground/quote.ts";
import { type Language, languageOf } from "../text/language.ts";
import { bold } from "../text/style.ts";
import { answerIn } from "../world/answers.ts";
import { runOn } from "../world/enter.ts";
import type { World } from "../world/world.ts";
import { answersDir } from "./own-exercise.ts";
import { addToRecord } from "./record.ts";

export const none: Record<Language, string> = { en: "no answer yet", zh: "还没有回答" };

type Asked = { lab: string; world: World; questions: string[]; words: string[]; lang: string | undefined };

/** Writes the answer down. It never says whether it is right. Without words: the answers so far. */
export async function answerQuestion({ lab, world, questions, words, lang }: Asked): Promise<number> {
  const [name, ...said] = words;
  if (name === undefined) {
    const files = world.kind === "machine" ? "/" : `/proc/${world.anchor.pid}/root`;
    for (const question of questions) {
      const given = answerIn(files, question)?.join(" ");
      console.log(`${question}: ${given || none[languageOf(lang)]}`);
    }
    return 0;
  }
  const call = `bun labs/${lab}.ts answer`;
  if (!questions.includes(name))
    throw new Mistake(
      `Unknown question "${name}"; the questions are: ${questions.join(", ")}`,
      `${call} ${nearest(name, questions) ?? questions[0]} …`,
    );
  if (!said.length) throw new Mistake(`Cannot answer "${name}" without words`, `${call} ${name} WORD…`);
  const command = `echo ${said.map(quote).join(" ")} > ${answersDir}/${name}`;
  console.log(bold(`$ ${command}`));
  const status = await runOn(world, "host", ["sh", "-c", command]);
  if (status === 0) addToRecord(lab, command); // it belongs to what is handed in
  return status;
}
