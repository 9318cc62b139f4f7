// The language that this process speaks: what --lang asked for, also of the process that started this one, else the locale's.

export type Said = { en: string; zh: string };

/** Set in the environment of what a program starts where its own --lang was given. */
export const languageMark = "CNL_LANG";

export const isLanguage = (word: string | undefined): word is keyof Said => word === "en" || word === "zh";

/** The locale is that of LC_ALL, LC_MESSAGES or LANG, in that order: locale(7). */
export function spoken(): keyof Said {
  const asked = process.env[languageMark];
  if (isLanguage(asked)) return asked;
  const locale = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || "";
  return locale.startsWith("zh") ? "zh" : "en";
}

/** From here on in this language, where one was asked for; what is started with this process's variables too. */
export function speak(asked: string | undefined): void {
  if (isLanguage(asked)) process.env[languageMark] = asked;
}
