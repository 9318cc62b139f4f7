import { type ParseArgsConfig, parseArgs } from "node:util";
import { Mistake, reasonOf } from "./error.ts";

/** A command line, cut into options and words; a `Mistake` with `usage` for what is not known. `--lang` is en or zh, `--engine` netns or docker. */
export function readOptions<C extends ParseArgsConfig>(config: C, usage: string): ReturnType<typeof parseArgs<C>> {
  let parsed: ReturnType<typeof parseArgs<C>>;
  try {
    parsed = parseArgs(config);
  } catch (error) {
    throw new Mistake(reasonOf(error).split(". ")[0]!, usage);
  }
  const { lang, engine } = parsed.values as { lang?: string; engine?: string };
  if (lang !== undefined && lang !== "en" && lang !== "zh")
    throw new Mistake(`Unknown language "${lang}"; the languages are: en, zh`, usage);
  if (engine !== undefined && engine !== "netns" && engine !== "docker")
    throw new Mistake(`Unknown engine "${engine}"; the engines are: netns, docker`, usage);
  return parsed;
}
