// Many values for every property.   bun test/fuzz/run.ts [RUNS [SUBJECT]]   bun test/fuzz/run.ts 1 SUBJECT SEED PATH

import fc from "fast-check";
import { all } from "./all.ts";

const [runs = "100000", subject, seed, path] = process.argv.slice(2);
for (const [name, properties] of Object.entries(all)) {
  if (subject !== undefined && subject !== name) continue;
  for (const [statement, property] of Object.entries(properties)) {
    const begin = performance.now();
    const options = { numRuns: Number(runs), ...(seed && { seed: Number(seed) }), ...(path && { path }) };
    const result = await fc.check(property, options);
    const seconds = `${Math.round((performance.now() - begin) / 1000)} s`;
    console.log(`${result.failed ? "FAILED" : "ok    "} ${name}: ${statement}, ${result.numRuns} runs, ${seconds}`);
    if (!result.failed) continue;
    process.exitCode = 1;
    console.log(await fc.asyncDefaultReportMessage(result));
  }
}
