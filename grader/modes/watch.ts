import { toggle } from "../../harness/command-line/flag.ts";
import { Mistake } from "../../harness/ground/error.ts";
import { isAlive } from "../../harness/ground/process.ts";
import { languageOf } from "../../harness/text/language.ts";
import type { LabGrade } from "../grading/lab-grade.ts";
import type { TestPoint } from "../tap/test-point.ts";
import { judging, mode, place, reporting, whose } from "./mode.ts";

const what = { en: "grade it again at every change in the kernel", zh: "内核每次变化后再评一次" };

export const watch = mode({
  name: "--watch",
  form: "LAB --watch",
  what,
  most: 1,
  flags: {
    watch: toggle(what),
    early: toggle({
      en: "report also what is known before all is: at once what is read, and each probe as it is done",
      zh: "不等全部评完就先报告：能直接读到的马上报告，探测完一项报告一项",
    }),
    ...{ ...place, ...whose, ...judging, ...reporting },
  },
  async run({ words, flags }) {
    const { gradeUp, optionsFor, theWorld } = await import("../grading/up.ts");
    const { openCheckers } = await import("../grading/checkers.ts");
    const { glanceAt } = await import("../grading/grade.ts");
    const { withPoints } = await import("../exercise/early.ts");
    const { screen } = await import("../exercise/screen.ts");
    const { whenever } = await import("../exercise/watch.ts");
    const { reporterNamed } = await import("../reporters/index.ts");
    const { statusOf, write } = await import("./report.ts");
    const { reporter = "text", output } = flags;
    const language = languageOf(flags.lang);
    const world = theWorld(words, flags, "--watch");
    const report = await reporterNamed(reporter);
    const isScreen = process.stdout.isTTY && reporter === "text";
    const isEarly = flags.early || isScreen;
    const checkers = openCheckers(world.anchor);
    const stop = new AbortController();
    process.on("SIGINT", () => stop.abort());
    let last: LabGrade | undefined;
    let status = 2;
    let before = "";
    let turn = Promise.resolve(); // what is shown is shown in the order in which it became known
    const inTurn = (work: () => Promise<void>) => (turn = turn.then(work));
    const show = async (grade: LabGrade) => {
      last = grade;
      if (isScreen) process.stdout.write(await screen(grade, language, process.stdout.rows));
      if (isScreen && output === undefined) return;
      const text = report([grade], language);
      if (text !== before) await write(text, output);
      before = text;
    };
    const showEarly = async (points: TestPoint[]) => {
      if (!last || !isEarly || stop.signal.aborted || !isAlive(world.anchor)) return;
      const now = withPoints(last, points);
      if (now.checks.some((point, at) => point !== last?.checks[at])) await show(now);
    };
    const news: TestPoint[] = [];
    const hear = (point: TestPoint) => {
      if (news.push(point) === 1) inTurn(() => showEarly(news.splice(0))); // those that come together are shown together
    };
    try {
      await whenever(world, stop.signal, {
        async glance() {
          if (!last || !isEarly) return;
          const points = await glanceAt(world.lab, world.anchor.pid, { ...optionsFor(world, flags), checkers });
          await inTurn(() => showEarly(points));
        },
        async grade() {
          const grade = await gradeUp(world, { ...flags, checkers, hear: isEarly ? hear : undefined });
          if (stop.signal.aborted || !isAlive(world.anchor)) return; // what it could not read tells nothing
          status = statusOf([grade]);
          await inTurn(() => show(grade));
        },
      });
    } finally {
      checkers.close();
    }
    if (!stop.signal.aborted)
      throw new Mistake(`Lab "${world.lab}" is not up any more`, `bun labs/${world.lab}.ts exercise`);
    return status;
  },
});
