// The commands in labs/tools.tsv: is each there, and in which version.

import { reasonOf } from "../ground/error.ts";
import { pluginFolders, toolPath } from "../ground/paths.ts";
import type { Finding } from "./finding.ts";
import { means, readTable } from "./tables.ts";

export interface Tool {
  command: string;
  package: string;
  need: "labs" | "extra" | "test";
  versionFlag: string;
  /** Which labs want it: see `means` of tables.ts. */
  labs: string;
  means: string;
}

/** The lines of the table. */
export const readTools = (): Tool[] =>
  readTable("tools.tsv").map(([command = "", package_ = "", need = "", versionFlag = "", labs = "", use = ""]) => ({
    command,
    package: package_,
    need: need as Tool["need"],
    versionFlag,
    labs,
    means: means(labs, use),
  }));

/** One finding for each tool. */
export function lookAtTools(): Promise<Finding[]> {
  return Promise.all(readTools().map(lookAt));
}

async function lookAt(tool: Tool): Promise<Finding> {
  const path = Bun.which(tool.command, { PATH: [toolPath, ...pluginFolders()].join(":") });
  const about = { group: "Tools", name: tool.command } as const;
  if (path && !tool.versionFlag) return { ...about, state: "ok", found: path };
  if (path)
    try {
      return { ...about, state: "ok", found: await versionOf(path, tool.versionFlag) };
    } catch (error) {
      return mayNotRun(tool, path, error);
    }
  return {
    ...about,
    state: tool.need === "labs" ? "missing" : "limited",
    found: `not installed (package ${tool.package})`,
    means: tool.means,
    mend: tool.need === "test" ? "./setup test" : "./setup",
  };
}

/**
 * A program may be there and not be started: one whose file has a capability that this process can never have (ping: cap_net_raw)
 * is refused with EPERM, execve(2).
 */
function mayNotRun({ command, need, means }: Tool, path: string, error: unknown): Finding {
  const isCapability = (error as NodeJS.ErrnoException).code === "EPERM";
  return {
    ...{ group: "Tools", name: command },
    state: need === "labs" ? "missing" : "limited",
    found: isCapability ? `${path} needs a capability that is withheld here` : reasonOf(error),
    means,
    mend: isCapability ? "docs/machines.md, row “container”: --cap-add NET_RAW" : "./setup",
  };
}

async function versionOf(path: string, flag: string): Promise<string> {
  const child = Bun.spawn([path, flag], { stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  // the version is the first number that is not the end of a name, such as "iproute2"
  return /(?:^|[^\w.])v?(\d+(?:\.\d+)*)/.exec(stdout + stderr)?.[1] ?? "version unknown";
}
