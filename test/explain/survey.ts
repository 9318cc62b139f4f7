// How many causes are right, silent and wrong, over the worlds of the matrix and those of worlds.ts: bun test/explain/survey.ts [LAB…]

import { inTurn } from "../../grader/grading/in-turn.ts";
import { matrix } from "../matrix.ts";
import { inWorld } from "../world.ts";
import { lie, measuredWays } from "./honest.ts";
import { lossy } from "./worlds.ts";

const asked = process.argv.slice(2);
const worlds = [...matrix.flatMap(({ lab, mutations }) => mutations.map((one) => ({ lab, ...one }))), ...lossy]
  .filter(({ lab, fault }) => !asked.length || asked.some((word) => lab.startsWith(word) || fault.includes(word)))
  .filter(({ lab }) => !lab.startsWith("05"));

const sum = { right: 0, silent: 0, wrong: 0 };
const byWorld = { right: 0, silent: 0, wrong: 0 };
const one = async ({ lab, fault, commands }: { lab: string; fault: string; commands: string }) =>
  inWorld(async (world) => {
    await world.buildFast(lab);
    await world.sh(commands);
    const ways = await measuredWays(world);
    const [lies, lost] = [ways.flatMap((way) => lie(way) ?? []), ways.filter(({ lost }) => lost)];
    const silent = lost.filter(({ cause }) => !cause);
    sum.wrong += lies.length;
    sum.silent += silent.length;
    sum.right += ways.filter((way) => way.lost && way.cause && !lie(way)).length;
    if (lost.length || lies.length) byWorld[lies.length ? "wrong" : silent.length ? "silent" : "right"]++;
    const told = new Set(ways.map(({ cause }) => cause?.sentence && `    ${cause.leg}: ${cause.sentence}`));
    const mute = silent.map(({ way, lost }) => `    silent: ${way}, the ${lost}`);
    console.log(
      [`${lab}: ${fault}`, ...[...told].filter(Boolean), ...mute, ...lies.map((one) => `    LIE ${one}`)].join("\n"),
    );
  }).catch((error) => console.log(`${lab}: ${fault}: ERROR ${error}`));

await inTurn(worlds, 3, one);
console.log(
  `${worlds.length} worlds. Ways: ${JSON.stringify(sum)}. Worlds with a lost ping: ${JSON.stringify(byWorld)}`,
);
process.exit(sum.wrong ? 1 : 0);
