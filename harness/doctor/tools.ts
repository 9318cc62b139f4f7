// The commands in tools.tsv: is each there, and in which version.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pluginFolders, toolPath } from "../ground/paths.ts";
import type { Finding } from "./finding.ts";

interface Tool {
  command: string;
  package: string;
  need: "labs" | "extra" | "test";
  versionFlag: string;
  use: string;
}

/** The lines of tools.tsv. */
export function readTools(): Tool[] {
  return readFileSync(join(import.meta.dir, "tools.tsv"), "utf8")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"))
    .map((line) => {
      const [command = "", package_ = "", need = "", versionFlag = "", use = ""] = line.split("\t");
      return { command, package: package_, need: need as Tool["need"], versionFlag, use };
    });
}

/** One finding for each tool. */
export function lookAtTools(): Promise<Finding[]> {
  return Promise.all(readTools().map(lookAt));
}

async function lookAt(tool: Tool): Promise<Finding> {
  const path = Bun.which(tool.command, { PATH: [toolPath, ...pluginFolders()].join(":") });
  const about = { group: "Tools", name: tool.command } as const;
  if (path && tool.versionFlag === "-") return { ...about, state: "ok", found: path };
  if (path) return { ...about, state: "ok", found: await versionOf(path, tool.versionFlag) };
  return {
    ...about,
    state: tool.need === "labs" ? "missing" : "limited",
    found: `not installed (package ${tool.package})`,
    means: tool.use,
    mend: tool.need === "test" ? "./setup test" : "./setup",
  };
}

async function versionOf(path: string, flag: string): Promise<string> {
  const child = Bun.spawn([path, flag], { stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  // the version is the first number that is not the end of a name, such as "iproute2"
  return /(?:^|[^\w.])v?(\d+(?:\.\d+)*)/.exec(stdout + stderr)?.[1] ?? "version unknown";
}
