import { text, toggle } from "../../harness/command-line/flag.ts";
import { defaultTimeout } from "../grading/timeout.ts";
import { evidenceFor, judging, mode, reporting, whose } from "./mode.ts";

export const script = mode({
  name: "--script",
  form: "LAB --script FILE",
  what: {
    en: "a submission: throwaway world, starting point, run FILE on the host, grade, remove",
    zh: "一份作业：用完即弃的世界，搭好起点，在宿主机上运行 FILE，评分，拆除",
  },
  most: 1,
  flags: {
    script: text("FILE", { en: "the submission", zh: "要评的脚本" }),
    keep: toggle({
      en: "leave its world up: shell, walk, graph, until down",
      zh: "保留它的世界：可用 shell、walk、graph，直到 down",
    }),
    ...{ ...whose, ...judging, ...reporting },
  },
  async run({ words, flags }) {
    const checkers = await readyFor(flags);
    const { theLab } = await import("../grading/catalogue.ts");
    const { gradeScript } = await import("../submissions/grade-script.ts");
    const { readScript } = await import("../submissions/run-script.ts");
    const { report } = await import("./report.ts");
    const { timeout = defaultTimeout } = flags;
    const lab = theLab(words, "--script FILE");
    if (flags.keep) {
      const { gradeAndKeep, lookAt } = await import("../submissions/kept.ts");
      const { name, bytes } = readScript(flags.script!);
      const { student } = flags;
      const grade = await gradeAndKeep({
        ...{ lab, name, bytes: Buffer.from(bytes).toString("base64"), timeout },
        ...(student !== undefined && { student }),
      });
      const status = await report([grade], flags);
      process.stderr.write(lookAt(lab));
      return status;
    }
    const options = { ...flags, ...evidenceFor(flags), timeout, checkers };
    const grade = gradeScript(lab, readScript(flags.script!), options).finally(() => checkers?.close());
    return report(
      grade.then((grade) => [grade]),
      flags,
    );
  },
});

/** A check process that starts while the world is built and the script runs, where one may be there before its world. */
async function readyFor({ student, keep }: { student?: string; keep?: true }) {
  const { isRoot } = await import("../../harness/ground/unprivileged.ts");
  if (!isRoot() || student !== undefined || keep) return undefined;
  const { openCheckers } = await import("../grading/checkers.ts");
  const checkers = openCheckers();
  checkers.begin();
  return checkers;
}
