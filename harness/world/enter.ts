import { existsSync } from "node:fs";
import { join } from "node:path";
import { containers, enteringContainer } from "../docker/containers.ts";
import { Mistake } from "../ground/error.ts";
import { namesIn } from "../ground/files.ts";
import { nearest } from "../ground/nearest.ts";
import { insideProgram, project, toolPath } from "../ground/paths.ts";
import { languageMark } from "../ground/spoken.ts";
import { isRoot, unprivileged } from "../ground/unprivileged.ts";
import { joinOwnKeyring } from "../kernel/keyring.ts";
import { markFile, namesDir } from "../machine/place.ts";
import { ownPrograms } from "../sandbox/sudo.ts";
import { netnsNameOf, nodeNamed } from "./names.ts";
import type { World } from "./world.ts";

/** The words before a command that make it run in the world, as its root, on its host (nsenter(1)). */
export function entering({ kind, anchor }: World): string[] {
  // the machine's own stack and files, and the mark of the lab's processes where a lab is up
  if (kind === "machine")
    return ["nsenter", "-t", "1", "-m", "-n", ...(existsSync(markFile) ? [`--ipc=${markFile}`] : []), "--"];
  joinOwnKeyring();
  return [...unprivileged(), ..."nsenter -U -m -n -p -i -u --preserve-credentials -t".split(" "), String(anchor.pid)];
}

/** The words that make a command run on a node of the world that was entered. */
export function onNode(node: string, world?: World): string[] {
  if (node === "host") return [];
  const container = world?.kind === "machine" && containers().find(({ name }) => name === node);
  return container ? enteringContainer(container) : ["ip", "netns", "exec", netnsNameOf(node)];
}

/** The environment of every command in a world. */
export const insideEnvironment = (): Record<string, string> => {
  const kept = [
    "LANG",
    "LC_ALL",
    "LC_MESSAGES",
    "LANGUAGE",
    "TERM",
    "COLORTERM",
    "NO_COLOR",
    "FORCE_COLOR",
    "COLUMNS",
    "CNI_PATH",
    languageMark,
  ];
  const own = kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return { ...Object.fromEntries(own), PATH: `${ownPrograms}:${toolPath}`, HOME: "/tmp" };
};

/** Runs a command on a node, on this terminal, with these descriptors from 3 on; its exit status (128 + signal when a signal ended it). */
export async function runOn(
  world: World,
  node: string,
  command: string[],
  more: Record<string, string> = {},
  fds: number[] = [],
) {
  requireNode(world, node);
  const child = Bun.spawn([...entering(world), ...onNode(node, world), ...command], {
    stdio: ["inherit", "inherit", "inherit", ...fds],
    env: { ...insideEnvironment(), ...more },
  });
  return child.exited;
}

/** Set in the environment of a program that looks at a world from outside: the pid of the world's first process. */
export const outsideMark = "CNL_OUTSIDE";

/** Runs one of `harness/programs/` on the world's host; from outside where the project is not in the world. Its exit status. */
export async function runProgram(
  world: World & { isConfined?: true },
  name: string,
  words: string[],
  more: Record<string, string> = {},
): Promise<number> {
  if (!world.isConfined) return runOn(world, "host", [...insideProgram(name), ...words], more);
  const { pid } = world.anchor;
  // an ordinary user must first be root of the world's user namespace; root is already
  const enter = isRoot() ? [] : ["nsenter", "-U", "-n", "--preserve-credentials", "-t", String(pid)];
  const child = Bun.spawn([...enter, process.execPath, join(project, `harness/programs/${name}.ts`), ...words], {
    stdio: ["inherit", "inherit", "inherit"],
    env: { ...insideEnvironment(), PATH: toolPath, ...more, [outsideMark]: String(pid) },
  });
  return child.exited;
}

/** Throws where the node is not in the world, naming those that are; `next` makes the command to run with the nearest of them. */
export function requireNode(world: World, node: string, next?: (known: string) => string): void {
  if (node === "host") return;
  const nodes = nodesOf(world);
  if (nodes.includes(node)) return;
  const known = nearest(node, nodes) ?? nodes[1] ?? "host";
  throw new Mistake(`Cannot find the node "${node}"; the nodes are: ${nodes.join(", ")}`, next?.(known));
}

/** The nodes of a world: its host, then each named network namespace, sorted, then Docker's containers on the machine. */
export function nodesOf(world: World): string[] {
  if (world.kind === "machine") {
    return ["host", ...new Set([...namesIn(namesDir).map(nodeNamed), ...containers().map(({ name }) => name)])];
  }
  const names = Bun.spawnSync([...entering(world), "ls", "/run/netns"], { env: insideEnvironment() });
  return ["host", ...names.stdout.toString().split("\n").filter(Boolean).sort().map(nodeNamed)];
}
