// What can go wrong, at moments that nobody chose: whatever was killed, full, gone or late, then a plain `down`, and nothing is left; the
// next `up` builds, and its grade is right.   bun run chaos [ROUNDS] [SEED]

import { Mistake, mainly } from "../../harness/ground/error.ts";
import { labNames } from "../../harness/lab/names.ts";
import { chanceOf } from "../../harness/student/chance.ts";
import { watchMachine } from "../left.ts";
import { call, everybody, type Who } from "../who.ts";
import { faults } from "./faults.ts";

await mainly(async () => {
  const [rounds = 500, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number);
  if (!(rounds >= 1)) throw new Mistake("Unknown number of rounds", "bun run chaos 500");
  const machine = await watchMachine("chaos");
  const mark = machine.env.LANG!;
  const users = everybody({ LANG: mark, NO_COLOR: "1" });
  const counts: Record<string, number> = {};
  const known = new Set<string>(); // what an earlier round left is that one's
  let wrong = 0;
  console.log(`${rounds} rounds, seed ${seed}`);
  for (let round = 0; round < rounds; round++) {
    const chance = chanceOf("chaos", `${seed + round}`, ""); // so that a round can be run again by itself
    const [who, lab, name] = [chance.one(users), chance.one(labNames()), chance.one(Object.keys(faults))];
    counts[name] = (counts[name] ?? 0) + 1;
    const said = await faults[name]!({ who, users, lab, chance, mark });
    const next = await afterwards(users, lab);
    const left = (await machine.left()).filter((line) => !known.has(line));
    for (const line of left) known.add(line);
    const found = [...said, ...next, ...left];
    if (found.length) {
      wrong++;
      console.log(`seed ${seed + round}: ${name}, ${lab}, as ${who.name}:\n  ${found.join("\n  ")}`);
    }
    // Whoever ends it early knows how far it came.
    if ((round + 1) % 25 === 0) console.log(`after ${round + 1} rounds: ${wrong} with a fault`);
  }
  const each = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  console.log(each.sort().join(", "));
  console.log(`${rounds - wrong} of ${rounds} rounds: nothing left, the next grade right`);
  return wrong ? 1 : 0;
});

/** What is wrong after a plain `down`: of that, and of the next `up` and its grade. */
async function afterwards(users: Who[], lab: string): Promise<string[]> {
  const script = `labs/${lab}.ts`;
  const found: string[] = [];
  for (const who of users)
    for (const line of [
      [script, "down"],
      [script, "--quiet"],
      ["grader/index.ts", lab],
      [script, "down"],
    ]) {
      const { out, err, status } = await call(who, ...line);
      if (status !== 0 || err)
        found.push(`as ${who.name}: bun ${line.join(" ")}: status ${status}: ${err || out.slice(0, 2000)}`);
    }
  return found;
}
