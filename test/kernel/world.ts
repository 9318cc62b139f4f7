// A sandbox for one test file, and the two ways to read it: as root from outside, and as an ordinary user who entered
// its user and network namespaces. Whatever happens to the test, the sandbox ends with it: its first process waits on a
// pipe of ours.

import { afterAll, beforeAll } from "bun:test";
import { statSync } from "node:fs";
import { join } from "node:path";
import { end } from "../../harness/ground/process.ts";
import { isRoot, unprivileged } from "../../harness/ground/unprivileged.ts";
import type { Fact } from "../../harness/kernel/facts.ts";
import { startSandbox } from "../../harness/sandbox/sandbox.ts";
import { entering, insideEnvironment } from "../../harness/world/enter.ts";
import { ordinaryUser } from "../user.ts";

export type World = Omit<Awaited<ReturnType<typeof startWorld>>, "end">;

/** The sandbox that the tests of a file share, with what the script makes in it: there from the first test to the last. */
export function sharedWorld(script: string): World {
  let world: Awaited<ReturnType<typeof startWorld>> | undefined;
  beforeAll(async () => {
    world = await startWorld(script);
  });
  afterAll(() => world?.end());
  const here = () => world ?? fail();
  return {
    get pid() {
      return here().pid;
    },
    get owner() {
      return here().owner;
    },
    sh: (text) => here().sh(text),
    json: (text) => here().json(text),
  };
}

function fail(): never {
  throw new Error("The world is there in tests only, not while they are being listed");
}

/** Starts a sandbox and runs the script in it. */
async function startWorld(script: string) {
  const world = await startSandbox();
  const { pid } = world.anchor;
  /** Runs a shell script on the world's host; its output. */
  const sh = (text: string): string => {
    const child = Bun.spawnSync([...entering(world), "sh", "-ec", text], { env: insideEnvironment() });
    if (child.exitCode !== 0) throw new Error(`Cannot run ${text}: ${child.stderr}`);
    return child.stdout.toString();
  };
  sh(script);
  return {
    pid,
    sh,
    json: <T>(text: string): T => JSON.parse(sh(text) || "[]"),
    owner: statSync(`/proc/${pid}/ns/user`).ino,
    end: () => end(world.anchor),
  };
}

/** How a reader is started: each way must give the same facts. */
export const readers: Record<string, (world: { pid: number }) => string[]> = {
  ...(isRoot() && { "as root": () => [] }),
  "as an ordinary user": ({ pid }) => [
    ...unprivileged(),
    ..."nsenter -U -n --preserve-credentials -t".split(" "),
    String(pid),
    "--",
  ],
};

type Reader = (typeof readers)[string];

/** Runs `questions.ts` in a process of its own: its answer to the question. */
export function ask<T>({ pid, owner }: World, reader: Reader, question: string, ...words: unknown[]): T {
  const { project, home } = ordinaryUser(); // a view of the project that both readers can read
  const bun = isRoot() ? join(home, "bin/bun") : process.execPath;
  const program = [bun, join(project, "test/kernel/questions.ts"), JSON.stringify({ pid, owner, question, words })];
  const child = Bun.spawnSync([...reader({ pid }), ...program], { cwd: project });
  if (child.exitCode !== 0) throw new Error(child.stderr.toString());
  return JSON.parse(child.stdout.toString());
}

/** Calls a method of a node: `call(world, reader, "docker1", "link", "eth0")`. */
export const call = <T>(
  world: World,
  reader: Reader,
  node: string,
  method: string,
  ...parameters: unknown[]
): Fact<T> => ask(world, reader, "call", node, method, ...parameters);
