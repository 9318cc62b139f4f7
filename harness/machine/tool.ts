import { toolPath } from "../ground/paths.ts";

/** Runs a tool of the machine on its own stack and gives its output; throws with what the tool said. */
export function tool(command: string[], stdin = ""): string {
  const child = Bun.spawnSync(command, { stdin: Buffer.from(stdin), env: { PATH: toolPath, LC_ALL: "C" } });
  if (child.success) return child.stdout.toString();
  throw new Error(`"${command.join(" ")}": ${child.stderr.toString().trim() || `status ${child.exitCode}`}`);
}

/** `ip -j …` as records. */
export const ipJson = <T>(...words: string[]): T[] => {
  // ip leaves an alias's control characters as they are; it prints nothing where there is nothing to list
  const text = tool(["ip", "-j", ...words]).replace(/\p{Cc}/gu, " ");
  return text.trim() ? JSON.parse(text) : [];
};

/** The lines of a tool's output. */
export const lines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
