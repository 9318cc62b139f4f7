// How a submission's script ran, in words.

import { inWords } from "../../harness/ground/phrases.ts";
import type { Language } from "../../harness/text/language.ts";
import { visible } from "../../harness/text/visible.ts";
import type { LabGrade, Remark, ScriptRun } from "../grading/lab-grade.ts";

const words = {
  en: {
    status: (status: number, seconds: number) => `The script ended with status ${status} after ${seconds} s`,
    ended: (why: string) => `The script was ended: ${why}`,
    last: "It wrote last:",
    "line-endings": () => "It had Windows line endings; it was run without them",
    reads: (line: number) => `Line ${line} reads what somebody types: nobody is there, so it got nothing`,
    "clean-up": (line: number) => `Line ${line} takes away at the end what was built: what was graded is what it left`,
    boot: (line: number, path: string) =>
      `Line ${line} writes ${path}, which only a machine's start reads: here it has no effect`,
  },
  zh: {
    status: (status: number, seconds: number) => `脚本运行 ${seconds} 秒后结束，退出状态 ${status}`,
    ended: (why: string) => `脚本被终止：${why}`,
    last: "它最后输出的是：",
    "line-endings": () => "它用的是 Windows 换行符，运行前已经去掉",
    reads: (line: number) => `第 ${line} 行等人输入：没有人在，所以什么也没读到`,
    "clean-up": (line: number) => `第 ${line} 行在结束时拆掉了搭好的东西：评分看的是它留下的`,
    boot: (line: number, path: string) => `第 ${line} 行写了 ${path}，这个文件只在开机时读取：在这里不起作用`,
  },
};

/** One sentence, without a full stop. */
export const ranOf = ({ ended, status, seconds }: ScriptRun, language: Language): string =>
  ended ? words[language].ended(inWords(ended, language)) : words[language].status(status, seconds);

const most = 5;
const longest = 200; // characters of a line
const onPage = 20_000; // characters of all: what a page can show and a browser can search

/** The end of a text that may be a megabyte without a line break. */
const endOf = (text: string, length: number): string => (text.length > length ? `…${text.slice(-length)}` : text);

/** The last lines that it wrote: where it stopped, they say why. */
const lastLines = ({ output }: ScriptRun): string[] =>
  endOf(output, onPage)
    .trimEnd()
    .split("\n")
    .slice(-most)
    .filter(Boolean)
    .map((line) => endOf(line, longest));

/** What it wrote, for a page: the end of it, where it is much. */
export const shownOutput = ({ output }: ScriptRun): string => endOf(output, onPage);

function told(remark: Remark, language: Language): string {
  const say = words[language];
  if (remark.what === "line-endings") return say[remark.what]();
  return remark.what === "boot" ? say.boot(remark.line, remark.path) : say[remark.what](remark.line);
}

/**
 * How the script of a submission ran, a line each: how it ended; and where it failed or a check did not pass, what in it will
 * not have been meant, and its last lines. None where nothing was handed in.
 */
export function scriptLines({ script, checks }: Pick<LabGrade, "script" | "checks">, language: Language): string[] {
  if (!script) return [];
  const isOpen = script.ended || script.status !== 0 || checks.some(({ outcome }) => outcome !== "pass");
  const { remarks = [] } = script;
  const shown = remarks.filter(({ what }) => isOpen || what === "line-endings").map((remark) => told(remark, language));
  const last = isOpen ? lastLines(script).map((line) => `    ${visible(line)}`) : [];
  return [ranOf(script, language), ...shown, ...(last.length ? [words[language].last, ...last] : [])];
}
