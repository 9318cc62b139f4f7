// What the machine's processors are busy with: proc(5), /proc/loadavg and /proc/stat.

import { availableParallelism } from "node:os";
import { textOf } from "../../harness/ground/files.ts";

export type Load = {
  /** More want a processor than the worlds of a class need. */
  isCrowded: boolean;
  /** The kernel spends much of its time on packets (softirq): nobody's script or probe does that. */
  isStormy: boolean;
};

const crowd = 20 + 4 * availableParallelism(); // that want a processor at one moment: the worlds' own are some ten
const stormy = 0.3; // of all processors' time

/** Begins to look: a function that gives the load since its last call. */
export function openLoad(folder = "/proc"): () => Load {
  let last = timesIn(folder);
  return () => {
    const now = timesIn(folder);
    const [all, packets] = [now.all - last.all, now.packets - last.packets];
    last = now;
    return { isCrowded: runningIn(folder) > crowd, isStormy: all > 0 && packets / all > stormy };
  };
}

/** The fourth field is "running/all". */
const runningIn = (folder: string): number => Number(textOf(`${folder}/loadavg`)?.split(" ")[3]?.split("/")[0] ?? 0);

const SOFTIRQ = 6; // cpu user nice system idle iowait irq softirq steal …
const STEAL = 7; // the last that is a part of its own: guest is one of user

function timesIn(folder: string): { all: number; packets: number } {
  const [, ...times] = textOf(`${folder}/stat`)?.split("\n")[0]?.split(/\s+/) ?? [];
  const numbers = times.slice(0, STEAL + 1).map(Number);
  return { all: numbers.reduce((sum, number) => sum + number, 0), packets: numbers[SOFTIRQ] ?? 0 };
}
