// What the pages show: the text as it was written, in both languages, without the checks' hints.

import { expect, test } from "bun:test";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import MiniSearch from "minisearch";
import { assets } from "../../docs/site/assets.ts";
import { build } from "../../docs/site/build.ts";
import { searchIndex } from "../../docs/site/search.ts";
import { searchOptions } from "../../docs/site/search-options.ts";
import { serve } from "../../docs/site/server.ts";
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

/** Of a page for reading, or of the site's own, all that a browser loads at first: the pictures further down wait. */
function weightOf(html: string, script: number, style: number, sizeOf: (picture: string) => number): number {
  const pictures = Array.from(html.matchAll(/<img [^>]*src="([^"]+)"/g), ([, path]) => sizeOf(path!));
  expect(html.match(/<img /g)?.length).toBe(html.match(/<img loading="lazy"/g)?.length);
  return Buffer.byteLength(html) + script + style + pictures.slice(0, 2).reduce((sum, each) => sum + each, 0);
}

test("every lab's page is light in both languages: what is loaded at first, uncompressed, without a terminal", async () => {
  const folder = newFolder("site");
  const { url, stop } = await serve(0);
  try {
    await build(folder);
    const files = await assets();
    const [script, style] = ["app.js", "style.css"].map((name) => Buffer.byteLength(files.get(name)!.bytes));
    const cookie = `course=${new URL(url).searchParams.get("key")}`;
    for (const language of ["en", "zh"])
      for (const lab of labNames()) {
        const sizeOf = (picture: string) => statSync(join(folder, language, lab, picture)).size;
        const live = await (await fetch(new URL(`/${language}/${lab}/`, url), { headers: { cookie } })).text();
        const still = readFileSync(join(folder, language, lab, "index.html"), "utf8");
        const reading = statSync(join(folder, "assets/static.js")).size;
        const weights = [weightOf(live, script!, style!, sizeOf), weightOf(still, reading, style!, sizeOf)];
        expect({ lab, language, tooHeavy: weights.filter((bytes) => bytes > 100_000) }).toEqual({
          lab,
          language,
          tooHeavy: [],
        });
      }
  } finally {
    await stop();
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
