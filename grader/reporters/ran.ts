// How a submission's script ran, in words.

import type { Language } from "../../harness/text/language.ts";
import type { ScriptRun } from "../grading/grade.ts";

const words = {
  en: {
    status: (status: number, seconds: number) => `The script ended with status ${status} after ${seconds} s`,
    ended: (why: string) => `The script was ended: ${why}`,
  },
  zh: {
    status: (status: number, seconds: number) => `脚本运行 ${seconds} 秒后结束，退出状态 ${status}`,
    ended: (why: string) => `脚本被终止：${why}`,
  },
};

/** One sentence, without a full stop. */
export const ranOf = ({ ended, status, seconds }: ScriptRun, language: Language): string =>
  ended ? words[language].ended(ended) : words[language].status(status, seconds);

const most = 5;

/** The last lines that it wrote: where it stopped, they say why. */
export const lastLines = ({ output }: ScriptRun): string[] => output.trimEnd().split("\n").slice(-most).filter(Boolean);
