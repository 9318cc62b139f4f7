// What the pages show: the text as it was written, in both languages, without the checks' hints.

import { expect, test } from "bun:test";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import MiniSearch from "minisearch";
import { assets } from "../../docs/site/assets.ts";
import { build } from "../../docs/site/build.ts";
import { searchIndex } from "../../docs/site/search.ts";
import { searchOptions } from "../../docs/site/search-options.ts";
import { labNames } from "../../harness/lab/names.ts";
import { picturesOf } from "../../harness/lab/pictures.ts";
import { newFolder } from "../folder.ts";

test("the course as files: every page, relative links that lead somewhere, nothing from outside", async () => {
  const folder = newFolder("site");
  try {
    const pictures = labNames().flatMap((lab) => picturesOf(lab)).length;
    expect(await build(folder)).toBe(7 + 2 * labNames().length + pictures);
    for (const language of ["en", "zh"])
      for (const page of ["", ...labNames().map((lab) => `${lab}/`)]) {
        const here = join(folder, language, page);
        const html = readFileSync(join(here, "index.html"), "utf8");
        expect(html).not.toMatch(/\{#|check-[a-z]+-?\w*"/);
        for (const [, link] of html.matchAll(/(?:href|src)="([^"#]+?)(?:#[^"]*)?"/g)) {
          if (/^(https?:|data:)/.test(link!)) continue;
          expect(`${link} ${existsSync(join(here, link!))}`).toBe(`${link} true`);
        }
        expect(html).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)="https?:/);
      }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the first lab's page is light: all that is loaded without a terminal", async () => {
  const folder = newFolder("site");
  try {
    await build(folder);
    const size = (path: string) => statSync(join(folder, path)).size;
    const pictures = picturesOf("01-network-stack").map(({ section }) =>
      size(`pictures/01-network-stack/${section}.svg`),
    );
    const script = Buffer.byteLength((await assets()).get("app.js")!.bytes);
    const all = [size("en/01-network-stack/index.html"), size("assets/style.css"), script, ...pictures];
    expect(all.reduce((sum, each) => sum + each)).toBeLessThan(100_000);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.each([
  ["zh", "网桥", "03-bridge"],
  ["zh", "邻居表", "04-arp"],
  ["en", "forwarding database", "04-arp"],
] as const)("in %s, %s is found", (language, query, lab) => {
  const index = MiniSearch.loadJSON(searchIndex(language), searchOptions(language));
  expect(index.search(query).map((found) => found.lab)).toContain(lab);
});
