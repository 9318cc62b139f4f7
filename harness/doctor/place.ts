// Bun, the node modules, and where labs keep their state.

import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { reasonOf } from "../ground/error.ts";
import { project } from "../ground/paths.ts";
import { stateDir } from "../ground/state.ts";
import { languageOf } from "../text/language.ts";
import type { Finding } from "./finding.ts";

interface Manifest {
  version: string;
  packageManager: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const readManifest = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

/** Bun's version against the one that package.json pins. */
export function lookAtBun(current = Bun.version): Finding {
  const wanted = readManifest(project).packageManager.replace("bun@", "");
  const about = { group: "Bun", name: "bun" } as const;
  const order = Bun.semver.order(current, wanted);
  if (order === 0) return { ...about, state: "ok", found: current };
  return {
    ...about,
    state: order < 0 ? "missing" : "limited",
    found: `${current}; this project pins ${wanted}`,
    means: order < 0 ? "every lab: they are written for a newer one" : "every lab: nobody has tried them with it",
    mend: "./setup",
  };
}

/** The node modules, each in its pinned version; only those of the labs are needed. */
export function lookAtModules(folder = project): Finding {
  const { dependencies, devDependencies } = readManifest(project);
  const about = { group: "Bun", name: "node modules" } as const;
  const isThere = ([name, version]: [string, string]): boolean => {
    try {
      return readManifest(join(folder, "node_modules", name)).version === version;
    } catch {
      return false;
    }
  };
  const lacking = (list: Record<string, string>) => Object.entries(list).filter((entry) => !isThere(entry));
  const needed = lacking(dependencies);
  const forTests = lacking(devDependencies);
  if (needed.length + forTests.length === 0) return { ...about, state: "ok", found: "all there" };
  const names = [...needed, ...forTests].map(([name, version]) => `${name} ${version}`);
  return {
    ...about,
    state: needed.length > 0 ? "missing" : "limited",
    found: `not there: ${names.join(", ")}`,
    means: needed.length > 0 ? "every lab and the grader" : "bun run ok",
    mend: "./setup",
  };
}

/** The folder that remembers which labs are up: it, or the one in which it will be made, must be writable. */
export function lookAtState(directory = stateDir()): Finding {
  const about = { group: "Place", name: "state directory" } as const;
  try {
    accessSync(`${nearestFolder(directory)}/.`, constants.W_OK | constants.X_OK);
    return { ...about, state: "ok", found: directory };
  } catch (error) {
    return {
      ...about,
      state: "missing",
      found: reasonOf(error),
      means: "every lab: it could not be found again",
      mend: "export XDG_STATE_HOME=DIR (a folder of yours), or make this one writable",
    };
  }
}

/** The folder itself or, while it is not there, the nearest one above it that is. */
function nearestFolder(path: string): string {
  if (existsSync(path) || path === dirname(path)) return path;
  return nearestFolder(dirname(path));
}

/** The locale decides the labs' language; without UTF-8 a terminal shows no Chinese and no drawings. */
export function lookAtLocale(env: NodeJS.ProcessEnv = process.env): Finding {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || "not set";
  const about = { group: "Place", name: "locale" } as const;
  const language = languageOf() === "zh" ? "Chinese" : "English";
  if (/utf-?8/i.test(locale)) return { ...about, state: "ok", found: `${locale}: the labs speak ${language} (--lang)` };
  return {
    ...about,
    state: "limited",
    found: locale,
    means: "drawings and Chinese text, which may come out garbled",
    mend: "export LANG=C.UTF-8",
  };
}
