// Runs the commands of a text in an empty world, one after the other, as a reader would who types them in.

import { Mistake } from "../../harness/ground/error.ts";
import { insideProgram, toolPath } from "../../harness/ground/paths.ts";
import type { Language } from "../../harness/text/language.ts";
import { entering, onNode } from "../../harness/world/enter.ts";
import type { World } from "../../harness/world/world.ts";
import { inWorld } from "../world.ts";
import type { Entry } from "./blocks.ts";

const environment = { PATH: toolPath, HOME: "/tmp", LANG: "C.UTF-8" };
const longest = 40;
const program = (name: string) => insideProgram(name).join(" ");

type After = (at: number, world: World) => Promise<void>;

/** The language is that of `walk`, the one command that speaks to the student in words. `after`: what is done after each command. */
export const replay = (commands: string[], language: Language, after: After = async () => {}): Promise<Entry[]> =>
  inWorld(async (world) => {
    const entries: Entry[] = [];
    for (const [at, command] of commands.entries()) {
      entries.push({ command, output: await outputOf(command, world, language) });
      await after(at, world);
    }
    return entries;
  });

/** What a terminal would show: standard output and error in one stream, without the spaces at the ends of lines. */
async function outputOf(command: string, world: World, language: Language): Promise<string> {
  const shell = Bun.spawn([...entering(world), "sh", "-c", `exec 2>&1\n${inside(command, language)}`], {
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
    timeout: 60_000,
  });
  const output = await shell.stdout.text();
  if (shell.signalCode)
    throw new Mistake(`The command "${command}" does not end; a background command needs > FILE 2>&1`);
  const lines = output
    .replaceAll(/[ \t]+$/gm, "")
    .trimEnd()
    .split("\n");
  if (lines.length > longest)
    throw new Mistake(`The command "${command}" shows ${lines.length} lines; let it show at most ${longest}`);
  return lines.join("\n");
}

export const isWalk = (command: string): boolean => /^bun labs\/[\w-]+\.ts walk /.test(command);

/** The command as it is in the world: `bun labs/03-bridge.ts exec docker1 -- ip link` enters it from the machine. */
function inside(command: string, language: Language): string {
  const own = command
    .replaceAll(/\bbun labs\/[\w-]+\.ts exec (\S+) -- /g, (_, node: string) => [...onNode(node), ""].join(" "))
    .replace(/^bun labs\/[\w-]+\.ts walk (\S+) (\S+)$/, `${program("walk")} $1 $2 text ${language}`)
    .replace(/^bun labs\/[\w-]+\.ts trace (\S+) (\S+)$/, `${program("trace")} $1 $2`);
  if (/(?:^|\s)bun /.test(own))
    throw new Mistake(`Cannot run "${command}" in a world: of the labs' verbs only exec, walk and trace`);
  return own;
}
