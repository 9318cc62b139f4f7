import { isLanguage, type Said, spoken } from "../ground/spoken.ts";

export type Language = keyof Said;

/** The student's language: what was asked for, else the one that this process speaks. */
export const languageOf = (asked?: string): Language => (isLanguage(asked) ? asked : spoken());
