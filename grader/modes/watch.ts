import { toggle } from "../../harness/command-line/flag.ts";
import { Mistake } from "../../harness/ground/error.ts";
import { isAlive } from "../../harness/ground/process.ts";
import { languageOf } from "../../harness/text/language.ts";
import { judging, mode, place, reporting, whose } from "./mode.ts";

const what = { en: "grade it again at every change in the kernel", zh: "内核每次变化后再评一次" };

export const watch = mode({
  name: "--watch",
  form: "LAB --watch",
  what,
  most: 1,
  flags: { watch: toggle(what), ...place, ...whose, ...judging, ...reporting },
  async run({ words, flags }) {
    const { gradeUp, theWorld } = await import("../grading/up.ts");
    const { screen } = await import("../exercise/screen.ts");
    const { whenever } = await import("../exercise/watch.ts");
    const { reporterNamed } = await import("../reporters/index.ts");
    const { statusOf, write } = await import("./report.ts");
    const { reporter = "text", output } = flags;
    const language = languageOf(flags.lang);
    const world = theWorld(words, flags, "--watch");
    const report = await reporterNamed(reporter);
    const stop = new AbortController();
    process.on("SIGINT", () => stop.abort());
    let status = 2;
    let before = "";
    await whenever(world, stop.signal, async () => {
      const grade = await gradeUp(world, flags);
      if (stop.signal.aborted || !isAlive(world.anchor)) return; // what it could not read tells nothing
      status = statusOf([grade]);
      const isScreen = process.stdout.isTTY && reporter === "text";
      if (isScreen) process.stdout.write(await screen(grade, language, process.stdout.rows));
      if (isScreen && output === undefined) return;
      const text = report([grade], language);
      if (text !== before) await write(text, output);
      before = text;
    });
    if (!stop.signal.aborted)
      throw new Mistake(`Lab "${world.lab}" is not up any more`, `bun labs/${world.lab}.ts exercise`);
    return status;
  },
});
