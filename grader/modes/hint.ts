import { toggle } from "../../harness/command-line/flag.ts";
import { languageOf } from "../../harness/text/language.ts";
import { judging, mode, place, whose } from "./mode.ts";

const what = { en: "the next hint for what is still wrong", zh: "给仍然不对的地方下一条提示" };

export const hint = mode({
  name: "--hint",
  form: "LAB --hint",
  what,
  most: 1,
  flags: { hint: toggle(what), ...place, ...whose, ...judging },
  async run({ words, flags }) {
    const { gradeUp, theWorld } = await import("../grading/up.ts");
    const { nextHint } = await import("../exercise/hint.ts");
    const { statusOf } = await import("./report.ts");
    const grade = await gradeUp(theWorld(words, flags, "--hint"), flags);
    process.stdout.write(nextHint(grade, languageOf(flags.lang)));
    return statusOf([grade]);
  },
});
