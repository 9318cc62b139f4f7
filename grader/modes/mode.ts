// What a mode of the grader is, and the flags that several take; a mode's own are in its file.

import type { Command } from "../../harness/command-line/command.ts";
import { type Flags, oneOf, text, toggle, type Values, valued } from "../../harness/command-line/flag.ts";
import type { Call } from "../../harness/command-line/read.ts";
import { Mistake } from "../../harness/ground/error.ts";
import { studentId } from "../../harness/student/id.ts";
import { languageOf } from "../../harness/text/language.ts";
import type { GradeOptions } from "../grading/grade.ts";
import { largestTimeout } from "../grading/timeout.ts";
import { reporterNames } from "../reporters/index.ts";

/** Its name is the word or the flag that calls it: "merge", "--watch". */
export type Mode<F extends Flags = Flags> = Command<F> & { run(call: Call<F>): Promise<number> };

/** Every mode takes these. */
const common = {
  lang: oneOf("language", ["en", "zh"], {
    en: "the language; without it, that of the terminal (LC_ALL, LANG)",
    zh: "语言；不给出时用终端的语言（LC_ALL、LANG）",
  }),
  help: toggle(
    { en: "these lines; with a mode, what that one takes", zh: "显示这些说明；与某种用法一起时只说明它" },
    { short: "h" },
  ),
};

/** Modes that run checks take it. */
export const judging = {
  timeout: valued(
    "SECONDS",
    {
      en: "how long a script may take, and then a lab's checks; 30 without it",
      zh: "脚本最多运行多少秒，一个实验的检查也是；不给出时为 30",
    },
    (word) => {
      const seconds = Number(word);
      if (seconds >= 0.001 && seconds <= largestTimeout) return seconds;
      const most = seconds > largestTimeout ? `, ${largestTimeout} at most` : "";
      throw new Mistake(`Unknown time "${word}": --timeout takes seconds${most}`);
    },
  ),
};

/** Modes that print a report take these. */
export const reporting = {
  reporter: {
    ...oneOf("reporter", reporterNames, { en: "the report's form", zh: "报告的格式" }),
    takes: "NAME",
  },
  output: text("FILE", { en: "write the report there", zh: "把报告写到这个文件" }),
};

/** What is gathered besides, for a report that shows the world. */
export const evidenceFor = ({ reporter, lang }: ReportFlags): Pick<GradeOptions, "evidence"> =>
  reporter === "html" ? { evidence: languageOf(lang) } : {};

/** Modes that grade what is up take these. */
export const place = {
  machine: toggle({
    en: "what stands on this machine's own network stack, built by a lab or by hand, Docker's containers too",
    zh: "评这台机器自己的网络栈，无论是实验还是手工搭的，也包括 Docker 的容器",
  }),
  engine: oneOf("engine", ["netns", "docker"], {
    en: "docker: with Docker's own containers (implies --machine)",
    zh: "docker：用 Docker 自己的容器（相当于同时给出 --machine）",
  }),
  as: text("NAME", {
    en: "of a lab for two machines this one's half: --machine --as host1 --peer ADDRESS",
    zh: "实验需要两台机器时，评本机的那一半：--machine --as host1 --peer ADDRESS",
  }),
  peer: text("ADDRESS", { en: "the other machine's address", zh: "另一台机器的地址" }),
};

export const whose = {
  student: valued(
    "ID",
    {
      en: "with this student's values; otherwise those that the exercise was begun with",
      zh: "用这个学生的值；否则用开始练习时的那些",
    },
    studentId,
  ),
};

export type ReportFlags = Values<typeof common & typeof reporting>;

/** A mode, with the flags that every mode takes. */
export const mode = <F extends Flags>(own: Omit<Mode<F & typeof common>, "flags"> & { flags: F }) => ({
  ...own,
  flags: { ...own.flags, ...common },
});
