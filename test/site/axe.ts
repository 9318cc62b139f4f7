// What axe-core finds on a page, in both themes.

import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";

const axe = readFileSync(Bun.resolveSync("axe-core/axe.min.js", import.meta.dir), "utf8");

type Found = { id: string; nodes: { target: string[]; failureSummary: string }[] };

/** By `evaluate`: the page's policy lets no script in. */
export async function findings(page: Page, what: string): Promise<string[]> {
  const all: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe);
    const found = (await page.evaluate(
      "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)",
    )) as Found[];
    for (const { id, nodes } of found)
      for (const { target, failureSummary } of nodes.slice(0, 3))
        all.push(`${what} ${colorScheme}: ${id} ${target.join(" ")}: ${failureSummary.split("\n").at(-1)}`);
  }
  return all;
}
