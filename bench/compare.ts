// Timing things side by side: each round times every one of them, so that what else the machine does falls on all alike.

/** Something that can be timed. */
export type Contender = {
  name: string;
  /** Why it cannot be timed here; undefined where it can. */
  missing?: string | undefined;
  /** Does it once: ms. Throws where it fails: a time of what did not work is none. */
  once(): number | Promise<number>;
  /** Puts things back after each time, untimed. */
  after?(): unknown;
};

export type Row = {
  name: string;
  missing?: string | undefined;
  /** Of what is no time. */
  unit?: "ms" | "kB" | "MB";
  /** ms, or what the unit says: the middle one; and between which two a half of all lies. */
  median?: number;
  spread?: [number, number];
  /** How many times as long as the first that is here: the middle one of the rounds' ratios. */
  ratio?: number;
};

/** Times all `rounds` times, in turn. The first of those that are here is what the others are held against. */
export async function compare(contenders: Contender[], rounds: number): Promise<Row[]> {
  const here = contenders.filter(({ missing }) => missing === undefined);
  const times = new Map<Contender, number[]>(here.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round++)
    for (const [contender, all] of times) {
      all.push(await contender.once());
      await contender.after?.();
    }
  const yardstick = times.get(here[0]!) ?? [];
  return contenders.map((contender) => {
    const all = times.get(contender);
    return all ? rowOf(contender.name, all, yardstick) : { name: contender.name, missing: contender.missing };
  });
}

/** The row of one that was timed, `all` of it in ms, held against the times of another in the same rounds. */
export function rowOf(name: string, all: number[], yardstick: number[] = all): Row {
  const ratio = quantile(
    all.map((value, round) => value / yardstick[round]!),
    1 / 2,
  );
  return { name, median: quantile(all, 1 / 2), spread: [quantile(all, 1 / 4), quantile(all, 3 / 4)], ratio };
}

/** The value below which that part of all lies; 1 is the greatest. */
export function quantile(values: number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** ms that the work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}
