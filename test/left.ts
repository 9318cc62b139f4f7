// What could be left behind on the machine, told from what others do there meanwhile.

import { readdirSync } from "node:fs";
import { textOf } from "../harness/ground/files.ts";
import { pids } from "../harness/ground/proc.ts";
import { newFolder, runEnvironment } from "./folder.ts";
import { run } from "./run.ts";

/** A locale that nobody else's processes have in their environment: a world hands it on to all that is in it. */
export const localeOf = (name: string): string => `C.UTF-8@${name}-${process.pid}`;

/** The processes that were started with the locale, in a world or not. */
export const startedWith = (locale: string): number[] =>
  pids().filter((pid) => textOf(`/proc/${pid}/environ`)?.includes(locale));

const network = `
ip -br link | cut -d ' ' -f 1; ip -br address; ip route show table all; ip -6 route show table all; ip rule
ls /run/netns; nft list ruleset; sysctl vm.swappiness net.ipv4.ip_forward kernel.core_pattern; cut -d ' ' -f 5- /proc/self/mountinfo
`;
const patience = 10_000; // ms in which the kernel must have ended what was killed

/** An environment to start things with; and what is left of them, in words. */
export async function watchMachine(name: string) {
  const LANG = localeOf(name);
  const TMPDIR = newFolder("tmp");
  const state = async () => (await run(["sh", "-c", network])).out;
  const before = await state();
  return {
    env: { ...runEnvironment(), LANG, TMPDIR },
    async left(): Promise<string[]> {
      for (const begin = performance.now(); startedWith(LANG).length && performance.now() < begin + patience; )
        await Bun.sleep(10);
      const now = await state();
      return [
        ...startedWith(LANG).map((pid) => `process ${pid}: ${textOf(`/proc/${pid}/cmdline`)?.replaceAll("\0", " ")}`),
        ...readdirSync(TMPDIR).map((file) => `in the temporary folder: ${file}`),
        ...(now === before ? [] : [`the machine was\n${before}\nand is\n${now}`]),
      ];
    },
  };
}
