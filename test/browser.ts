// All of the site in a real browser.   bun test/browser.ts [WORD]     only the ways whose file's name has the word

import { readdirSync } from "node:fs";
import { join } from "node:path";

/** A way through the site: what is tried, and the trying, which throws where something is not as it should be. */
export type Way = { what: string; run(): Promise<void> };

if (import.meta.main) {
  const folder = join(import.meta.dir, "site/ways");
  const [word = ""] = process.argv.slice(2);
  let failed = 0;
  for (const file of readdirSync(folder).sort()) {
    if (!file.includes(word)) continue;
    const { default: ways }: { default: Way[] } = await import(join(folder, file));
    for (const { what, run } of ways) {
      const begin = performance.now();
      const why = await run().then(
        () => undefined,
        (error: unknown) => String(error instanceof Error ? error.stack || error : error),
      );
      if (why !== undefined) failed++;
      console.log(`${why === undefined ? "✔" : "✘"} ${what}  ${((performance.now() - begin) / 1000).toFixed(1)} s`);
      if (why !== undefined) console.log(why);
    }
  }
  process.exit(failed ? 1 : 0);
}
