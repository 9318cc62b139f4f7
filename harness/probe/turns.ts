// Who may send when. Probes on the same links would teach the kernel what another of them is to find out, and would spend what
// a limit lets through: so one direction is asked at a time. What does not answer at once is asked again later, first together
// with the others like it (most are dead, and to wait for each in turn would take a minute), and then alone.

/**
 * "quick": is all well? "hasty": the same, where much is lost anyway. "together": does anything come through? "again": does it
 * without those that do? "alone": what exactly comes through, at a person's pace?
 */
export type Manner = "quick" | "hasty" | "together" | "again" | "alone";

/** What came through, there and back, and what did not, by what starves together: "ping", "UDP, 1000 bytes". */
export type Asked<T> = { value: T; alive: string[]; dead: string[] };

export type Question<T> = {
  /** Questions of the same place share links. */
  place: string;
  /** What was asked once is not asked again. */
  key?: string;
  ask(manner: Manner): Promise<Asked<T>>;
};

export type Turns = {
  /** The answer to the question, which is asked when it is its turn. */
  ask<T>(question: Question<T>): Promise<T>;
  /** Runs a probe of another sort, with the place for itself. */
  turn<T>(place: string, work: () => Promise<T>, key?: string): Promise<T>;
};

/** Where turns are taken, by name. */
export type Places = Map<string, ReturnType<typeof placeOf>>;

type Job = { question: Question<unknown>; done(value: unknown): void; failed(error: unknown): void };

/** How long the questions that are asked alone may take in all, ms: the rest is "could not find out". */
const longest = 15_000;

/** So many ways are lost at once, and the next are waited for no longer than it takes where nobody else is at work: they are asked again. */
const few = 2;

export function turns(places: Places = new Map()): Turns & { places: Places } {
  const at = (place: string) => {
    const known = places.get(place) ?? placeOf();
    places.set(place, known);
    return known;
  };
  const asked = new Map<string, Promise<unknown>>();
  const ask = <T>(question: Question<T>) =>
    new Promise<T>((resolve, failed) =>
      at(question.place).add({ question, done: (value) => resolve(value as T), failed }),
    );
  const askOnce = <T>(question: Question<T>) => {
    const known = (question.key && asked.get(question.key)) || ask(question);
    if (question.key) asked.set(question.key, known);
    return known as Promise<T>;
  };
  return {
    places,
    ask: askOnce,
    turn: <T>(place: string, work: () => Promise<T>, key?: string) => {
      const question = { place, ask: async () => ({ value: await work(), alive: [], dead: [] }) };
      return askOnce(key ? { ...question, key } : question);
    },
  };
}

function placeOf() {
  const quick: Job[] = [];
  const slow: Job[] = [];
  let isBusy = false;
  let losses = 0;
  let alone = 0; // ms that were spent so

  const work = async () => {
    isBusy = true;
    for (;;) {
      await Bun.sleep(0); // checks that just got an answer may have further quick questions
      const job = quick.shift();
      if (job) await askQuickly(job);
      else if (slow.length) await askSlowly(slow.splice(0));
      else break;
    }
    isBusy = false;
  };

  const askQuickly = async (job: Job) => {
    const asked = await settled(job, losses < few ? "quick" : "hasty");
    if (!asked) return;
    if (asked.dead.length === 0) return job.done(asked.value);
    losses++;
    slow.push(job);
  };

  const askSlowly = async (jobs: Job[]) => {
    // where one way of a kind has life, the others may have been starved by it: so they are asked again, without it
    const first = await askTogether(jobs, "together");
    const again = await askTogether(first.starved, "again");
    for (const job of [...first.partial, ...again.partial, ...again.starved]) await askAlone(job);
  };

  /** Ends those of which all is known; gives those through which something comes now and then, and those that others may starve. */
  const askTogether = async (jobs: Job[], manner: Manner) => {
    const answers = await Promise.all(jobs.map(async (job) => ({ job, asked: await settled(job, manner) })));
    const alive = new Set(answers.flatMap(({ asked }) => asked?.alive ?? []));
    const [partial, starved]: Job[][] = [[], []];
    for (const { job, asked } of answers) {
      if (asked?.dead.some((kind) => asked.alive.includes(kind))) partial!.push(job);
      else if (asked?.dead.some((kind) => alive.has(kind))) starved!.push(job);
      else if (asked) job.done(asked.value);
    }
    return { partial: partial!, starved: starved! };
  };

  const askAlone = async (job: Job) => {
    if (alone > longest) return job.failed(new Error("Cannot find out in time: too many pings are lost now and then"));
    const begin = performance.now();
    const asked = await settled(job, "alone");
    alone += performance.now() - begin;
    if (asked) job.done(asked.value);
  };

  return {
    add(job: Job) {
      quick.push(job);
      if (!isBusy) void work();
    },
  };
}

/** Undefined where it could not be asked: then the one who waits has been told. */
async function settled({ question, failed }: Job, manner: Manner): Promise<Asked<unknown> | undefined> {
  try {
    return await question.ask(manner);
  } catch (error) {
    failed(error);
    return undefined;
  }
}
