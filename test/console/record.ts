// bun test/console/record.ts [NN …]: writes the console blocks of these labs (of all) into the course text, in both
// languages, and the pictures to them.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { labNamed } from "../../grader/grading/catalogue.ts";
import { Mistake, mainly } from "../../harness/ground/error.ts";
import { project } from "../../harness/ground/paths.ts";
import { labNames } from "../../harness/lab/names.ts";
import { picturesFile } from "../../harness/lab/pictures.ts";
import { blocksOf, withBlock, withOutput } from "./blocks.ts";
import { photographer } from "./pictures.ts";
import { isWalk, replay } from "./replay.ts";
import { stepsOf } from "./transcript.ts";

async function record(lab: string): Promise<void> {
  const steps = await stepsOf(lab);
  const texts = (["en", "zh"] as const).map((language) => {
    const file = join(project, "docs", language, `${lab}.md`);
    const source = steps.reduce(
      (text, { id, commands }) =>
        withBlock(
          text,
          id,
          commands.map((command) => ({ command, output: "" })),
        ),
      readFileSync(file, "utf8"),
    );
    return {
      language,
      file,
      source,
      commands: blocksOf(source).flatMap(({ entries }) => entries.map(({ command }) => command)),
    };
  });
  const [{ commands }, other] = texts as [(typeof texts)[0], (typeof texts)[0]];
  if (JSON.stringify(other.commands) !== JSON.stringify(commands))
    throw new Mistake(`The console blocks of lab "${lab}" hold other commands in docs/en than in docs/zh`);
  const { taken, after } = photographer(texts[0]!.source);
  const entries = await replay(commands, "en", after);
  mkdirSync(dirname(picturesFile(lab)), { recursive: true });
  writeFileSync(picturesFile(lab), taken.map((picture) => `${JSON.stringify(picture)}\n`).join(""));
  for (const { language, file, source } of texts) {
    const own = language === "en" || !commands.some(isWalk) ? entries : await replay(commands, language);
    writeFileSync(file, withOutput(source, own));
  }
  console.log(`${lab}: ${entries.length} commands`);
}

await mainly(async () => {
  const words = process.argv.slice(2);
  for (const lab of words.length > 0 ? words.map(labNamed) : labNames()) await record(lab);
  return 0;
});
