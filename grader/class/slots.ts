// As many at work as there are cores. One that only waits steps aside, so that it keeps nobody from working.

const patience = 30; // ms: what takes longer mostly waits (for the kernel, a ping that is lost, a script that sleeps)
const mostAside = 4; // for each slot: a world costs memory, and more at a time take the processors from each other

export type Slots = ReturnType<typeof openSlots>;

/** Opens `count` slots. */
export function openSlots(count: number) {
  let free = count;
  let aside = 0;
  const waiting: (() => void)[] = [];
  const give = () => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };
  const take = async (isBack: boolean) => {
    if (free > 0) free--;
    else
      await new Promise<void>((resolve) => {
        if (isBack) waiting.unshift(resolve);
        else waiting.push(resolve);
      });
  };
  return {
    /** Runs the work when there is a slot for it. */
    async run<T>(work: () => Promise<T>): Promise<T> {
      await take(false);
      return work().finally(give);
    },
    /** Waits, inside `run`, for something that may take long: after a moment somebody else gets the slot. */
    async aside<T>(something: Promise<T>): Promise<T> {
      let isAside = false;
      const clock = setTimeout(() => {
        if (aside === mostAside * count) return;
        isAside = true;
        aside++;
        give();
      }, patience);
      try {
        return await something;
      } finally {
        clearTimeout(clock);
        if (isAside) {
          aside--;
          await take(true);
        }
      }
    },
  };
}
