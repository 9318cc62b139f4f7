export type Language = "en" | "zh";

/** The student's language: what was asked for, else the locale's (LC_ALL, LC_MESSAGES, LANG, in that order: locale(7)). */
export function languageOf(asked?: string): Language {
  if (asked === "en" || asked === "zh") return asked;
  const locale = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || "";
  return locale.startsWith("zh") ? "zh" : "en";
}
