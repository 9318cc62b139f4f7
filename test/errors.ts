// The grader's own error rate: wrong worlds that it catches, right ones that it passes, right gradings that were not, causes that are
// right, silent, wrong.   bun run errors [--gradings N] [--worlds N] [LAB…]   --worlds: so many a lab at most

import { parseArgs } from "node:util";
import { inTurn } from "../grader/grading/in-turn.ts";
import { leaveWith, Mistake } from "../harness/ground/error.ts";
import { labMeant } from "../harness/lab/names.ts";
import { lie, measuredWays } from "./explain/honest.ts";
import { holding } from "./holding.ts";
import { underLoad } from "./load.ts";
import { matrix, type Row } from "./matrix.ts";
import { inWorld, outcomes, type TestWorld } from "./world.ts";

process.on("uncaughtException", leaveWith);
const { values, positionals } = parseArgs({
  options: { gradings: { type: "string", default: "200" }, worlds: { type: "string", default: "10000" } },
  allowPositionals: true,
});
const [count, most] = [values.gradings, values.worlds].map((word) => {
  if (!/^\d+$/.test(word)) throw new Mistake(`Unknown number "${word}"`, "bun run errors 03 --gradings 200");
  return Number(word);
}) as [number, number];
const asked = positionals.map((word) => labMeant(word, (number) => `bun run errors ${number}`));
const rows = matrix.filter(({ lab }) => !asked.length || asked.includes(lab));

const sum = { wrong: 0, caught: 0, right: 0, passed: 0 };
const causes = { right: 0, silent: 0, wrong: 0 };
let misses = 0;
/** Told when it is found: all labs take a quarter of an hour. */
function miss(line: string): void {
  misses++;
  console.log(line);
}

/** Does the work in three worlds at a time. */
const each = <T>(all: T[], work: (one: T, world: TestWorld) => Promise<void>): Promise<unknown> =>
  inTurn(all, 3, (one) =>
    inWorld((world) => work(one, world)).catch((error) => miss(`${JSON.stringify(one)}: ${error}`)),
  );

async function wrongWorlds({ lab, mutations }: Row): Promise<void> {
  await each(mutations.slice(0, most), async ({ fault, commands, caughtBy, also = [], maybe = [] }, world) => {
    await world.buildFast(lab);
    await world.sh(commands);
    const points = await world.grade(lab);
    const failed = points.filter(({ outcome }) => outcome === "fail" || outcome === "error").map(({ id }) => id);
    const wanted = [caughtBy, ...also];
    const isCaught = points.some(({ id, outcome }) => id === caughtBy && outcome === "fail"); // an error judges nothing
    const others = failed.filter((id) => !wanted.includes(id) && !maybe.includes(id));
    sum.wrong++;
    if (isCaught) sum.caught++;
    else miss(`${lab}: not caught: ${fault}`);
    if (others.length) miss(`${lab}: ${fault}: fails what it has nothing to do with: ${others.join(", ")}`);
    for (const way of await measuredWays(world)) {
      const untrue = lie(way);
      if (untrue) miss(`${lab}: ${fault}: a wrong cause: ${untrue}`);
      if (untrue) causes.wrong++;
      else if (way.lost) causes[way.cause ? "right" : "silent"]++;
    }
  });
}

async function rightWorlds({ lab, alternatives }: Row): Promise<void> {
  const ways = [
    ...Object.entries(alternatives).map(([name, commands]) => ({
      name,
      make: (world: TestWorld) => world.sh(commands),
    })),
    ...Object.entries(holding).map(([name, before]) => ({
      name,
      make: (world: TestWorld) => world.buildFast(lab, undefined, before),
    })),
  ];
  await each(ways.slice(0, most), async ({ name, make }, world) => {
    await make(world);
    const not = (await world.grade(lab)).filter(({ outcome }) => outcome !== "pass");
    sum.right++;
    if (not.length) miss(`${lab}: not passed: ${name}: ${outcomes(not).join("; ")}`);
    else sum.passed++;
  });
}

/** A right world graded again and again, while two busy loops keep the processors from it. */
async function gradings({ lab }: Row, times: number): Promise<void> {
  await each([times >> 1, times - (times >> 1)], async (own, world) => {
    await world.buildFast(lab);
    for (let time = 0; time < own; time++) {
      const not = (await world.grade(lab)).filter(({ outcome }) => outcome !== "pass");
      graded++;
      if (!not.length) continue;
      flakes++;
      miss(`${lab}: a right world, once: ${outcomes(not).join("; ")}`);
    }
  });
}

let [graded, flakes] = [0, 0];
for (const row of rows) {
  await wrongWorlds(row);
  await rightWorlds(row);
  console.log(`after ${row.lab}: ${sum.caught} of ${sum.wrong} caught, ${sum.passed} of ${sum.right} passed`);
}
await underLoad(() => Promise.all(rows.map((row) => gradings(row, Math.ceil(count / rows.length)))));

console.log(`wrong worlds caught: ${sum.caught} of ${sum.wrong}`);
console.log(`right worlds passed: ${sum.passed} of ${sum.right}`);
console.log(`gradings of right worlds under load that were not a pass: ${flakes} of ${graded}`);
console.log(`causes: ${causes.right} right, ${causes.silent} silent, ${causes.wrong} wrong`);
process.exit(misses ? 1 : 0);
