import { toolPath } from "../ground/paths.ts";
import { bytesOfOutput, Excess } from "./excess.ts";
import type { Netns } from "./netns.ts";
import { within } from "./within.ts";

const TIMEOUT = 10_000; // ms; a tool that reads a table takes 5

/**
 * Runs a command of the machine in the network namespace, and gives its output. Only the namespace is the world's:
 * files and processes are those of the caller. Throws where the tool is missing, fails, or takes too long.
 */
export function runIn(netns: Netns, [tool, ...args]: [string, ...string[]]): string {
  const program = Bun.which(tool, { PATH: toolPath });
  if (!program) throw new Error(`Cannot run "${tool}": it is not installed`);
  const options = {
    env: { PATH: toolPath, LC_ALL: "C" },
    timeout: TIMEOUT,
    ...(netns.isBounded && { maxBuffer: bytesOfOutput }),
  };
  const child = within(netns, () => Bun.spawnSync([program, ...args], options));
  if (child.success) return child.stdout.toString();
  const command = [tool, ...args].join(" ");
  if (child.exitedDueToMaxBuffer) throw new Excess(`bytes of what "${command}" says`, bytesOfOutput, command);
  const reason = child.exitedDueToTimeout ? `it took more than ${TIMEOUT / 1000} s` : child.stderr.toString().trim();
  throw new Error(`Cannot run "${command}" in the network namespace "${netns.path}": ${reason}`);
}
