// What is told of a student or of a file besides a grade: a word for it, with what it is about; the words are in both languages.

import { inWords } from "../../harness/ground/phrases.ts";
import type { Language } from "../../harness/text/language.ts";

/** Which lab a file was taken for; and, of a git repository, whether its time is only the file's. */
export type Guess = { what: "nearly" | "the-only-one"; lab: string; isTimeOfFile?: boolean };

export type Note =
  | Guess
  | { what: "unclear" | "archive" | "link" | "outside-roster" | "late-by-name" | "no-commit" | "too-deep" }
  | { what: "no-such-lab"; number: string }
  | { what: "other-files" | "other-labs" | "folders"; names: string[] }
  | { what: "alike-in-roster"; names: string[] }
  | { what: "only-theirs"; lab: string };

const uncommitted = {
  en: "the time is the file's: no commit has it as it is",
  zh: "时间是文件的：没有哪次提交里的内容与它相同",
};

const timeOfFile = ({ isTimeOfFile }: Guess, language: Language): string =>
  isTimeOfFile ? { en: "; ", zh: "；" }[language] + uncommitted[language] : "";

const say: Record<Language, (note: Note) => string> = {
  en(note) {
    switch (note.what) {
      case "nearly":
        return `taken as lab ${note.lab}, by its name${timeOfFile(note, "en")}`;
      case "the-only-one":
        return `taken as lab ${note.lab}, as the only script there${timeOfFile(note, "en")}`;
      case "unclear":
        return "which lab it is for cannot be told: name it 03-bridge.sh";
      case "archive":
        return "an archive: unpack it";
      case "link":
        return "a symbolic link, which is not followed";
      case "outside-roster":
        return "not in the roster";
      case "late-by-name":
        return "late, as its name says";
      case "no-commit":
        return uncommitted.en;
      case "too-deep":
        return "there are more files or folders than are looked at";
      case "no-such-lab":
        return `there is no lab ${note.number}`;
      case "other-files":
        return `nothing to grade in it, but ${note.names.join(", ")}`;
      case "other-labs":
        return `nothing for what is graded, but for other labs: ${note.names.join(", ")}`;
      case "folders":
        return `more than one folder is theirs: ${note.names.join(", ")}`;
      case "alike-in-roster":
        return note.names.length > 1
          ? `more than one of the roster fits: ${note.names.join(", ")}`
          : `${note.names[0]} of the roster fits, but another's folder too`;
      case "only-theirs":
        return `lab ${note.lab} is nobody else's; to grade it for all, name the labs`;
    }
  },
  zh(note) {
    switch (note.what) {
      case "nearly":
        return `按文件名当作实验 ${note.lab}${timeOfFile(note, "zh")}`;
      case "the-only-one":
        return `这里只有这一个脚本，当作实验 ${note.lab}${timeOfFile(note, "zh")}`;
      case "unclear":
        return "看不出是哪个实验的：请命名为 03-bridge.sh";
      case "archive":
        return "是压缩包：请解开";
      case "link":
        return "是符号链接，不跟随";
      case "outside-roster":
        return "不在名单里";
      case "late-by-name":
        return "迟交（文件名如此标明）";
      case "no-commit":
        return uncommitted.zh;
      case "too-deep":
        return "文件或目录太多，没有全看";
      case "no-such-lab":
        return `没有实验 ${note.number}`;
      case "other-files":
        return `没有可评的，只有 ${note.names.join("、")}`;
      case "other-labs":
        return `没有要评的实验，只有其他实验的：${note.names.join("、")}`;
      case "folders":
        return `有不止一个目录属于此人：${note.names.join("、")}`;
      case "alike-in-roster":
        return note.names.length > 1
          ? `名单里不止一人对得上：${note.names.join("、")}`
          : `名单里的 ${note.names[0]} 对得上，但另一人的目录也对得上`;
      case "only-theirs":
        return `实验 ${note.lab} 只有这一人交；要给全班评，请写明实验`;
    }
  },
};

export const noteIn = (language: Language, note: Note): string => say[language](note);

/** Why something cannot be run: a note, or what the system said. */
export type Problem = string | Note;

export const problemIn = (language: Language, problem: Problem): string =>
  typeof problem === "string" ? inWords(problem, language) : noteIn(language, problem);
