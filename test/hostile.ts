// The hostile scripts, graded as a class with right ones among them, as an ordinary user and as root.
// bun test/hostile.ts [--short] [--rounds N] [--as root|user] [--storms] [NAME …]

import { parseArgs } from "node:util";
import { attacks } from "./hostile/attacks.ts";
import { gradeHostileClass } from "./hostile/batch.ts";
import { ordinaryId } from "./user.ts";
import { everybody } from "./who.ts";

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  options: {
    short: { type: "boolean" },
    storms: { type: "boolean" },
    rounds: { type: "string", default: "1" },
    as: { type: "string" },
  },
  allowPositionals: true,
});
const chosen = attacks.filter(({ name, isShort, isStorm }) => {
  if (positionals.length) return positionals.includes(name);
  return !isStorm === !values.storms && (!values.short || isShort);
});
const rights = values.short ? 4 : 20;
const limit = values.short ? 3 : 5; // seconds
let [classes, all] = [0, 0];
for (const who of everybody({}).reverse()) {
  const isRoot = who.name === "root";
  if (values.as && (values.as === "root") !== isRoot) continue;
  for (let round = 1; round <= Number(values.rounds); round++) {
    const owner = process.getuid?.() === 0 && !isRoot ? ordinaryId : undefined;
    const { faults, seconds, outcomes } = await gradeHostileClass(chosen, { rights, limit, who, owner });
    if (positionals.length)
      for (const { name } of chosen) console.log(name, JSON.stringify(outcomes.get(name)?.script, null, 1));
    for (const fault of faults) console.log(`  ${fault}`);
    console.log(
      `${who.name}: ${chosen.length} hostile scripts of ${limit} s, ${rights} right ones, ${seconds} s: ${faults.length} faults`,
    );
    classes++;
    all += faults.length;
  }
}
if (classes !== 1) console.log(`in all, ${classes} classes: ${all} faults`);
process.exit(classes && !all ? 0 : 1);
