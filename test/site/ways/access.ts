// For everybody: axe-core finds nothing on any kind of page, in both themes and languages; the keyboard alone is enough.

import type { Page } from "playwright-core";
import type { Way } from "../../browser.ts";
import { findings } from "../axe.ts";
import { inBrowser, withBrowser } from "../browser.ts";
import { documents } from "../documents.ts";

const ways: Way[] = [
  {
    what: "axe finds nothing: home, a lab that is down, one that is up with a story and a terminal, an exercise, a hint, tables, a trace",
    run: () =>
      inBrowser(async ({ page, base, ask }) => {
        const all: string[] = [];
        const look = async (what: string) => void all.push(...(await findings(page, what)));
        for (const language of ["en", "zh"]) {
          await page.goto(`${base}/${language}/`);
          await look(`home ${language}`);
          await page.goto(`${base}/${language}/01-network-stack/`);
          await look(`down ${language}`);
        }
        await ask("/act", { lab: "03-bridge", verb: "up", words: [], language: "en" });
        for (const language of ["en", "zh"]) {
          await page.goto(`${base}/${language}/03-bridge/`);
          await page.waitForSelector(".checks .pass");
          await page.waitForSelector('select[name="to"] option[value="docker2"]', { state: "attached" });
          await page.click('#walk [value="walk"]');
          await page.waitForSelector("#story .player");
          await page.click("#terminals button >> nth=0");
          await page.waitForSelector(".xterm-accessibility", { state: "attached" });
          await look(`up ${language}`);
          await page.evaluate("for (const fold of document.querySelectorAll('#state details')) fold.open = true");
          await look(`tables ${language}`);
        }
        await ask("/act", { lab: "06-trace", verb: "up", words: [], language: "en" });
        for (const language of ["en", "zh"]) {
          await page.goto(`${base}/${language}/06-trace/`);
          await page.waitForSelector('select[name="to"] option[value="outside"]', { state: "attached" });
          await page.selectOption('select[name="to"]', "outside");
          await page.click('#walk [value="trace"]');
          await page.waitForSelector(".hooks svg");
          await look(`hooks ${language}`);
        }
        await ask("/act", { lab: "04-arp", verb: "exercise", words: ["s1"], language: "en" });
        await page.goto(`${base}/zh/04-arp/`);
        await page.waitForSelector("#answers input");
        await page.waitForSelector(".checks .fail");
        await look("exercise zh");
        await page.click("#checks .hint >> nth=0");
        await page.waitForSelector("#checks .hints li");
        await look("hint zh");
        if (all.length) throw new Error(all.join("\n"));
      }),
  },
  {
    what: "axe finds nothing: the course as files, a report, a class's pages",
    run: () =>
      withBrowser(async (browser) => {
        const page = await browser.newPage();
        const all: string[] = [];
        const pages = await documents();
        for (const { name, url } of pages) {
          await page.goto(url);
          await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
          all.push(...(await findings(page, name)));
        }
        if (all.length) throw new Error(all.join("\n"));
        console.log(`  ${pages.length} pages`);
      }),
  },
  {
    what: "by keys alone: to the text, search, build, a node's terminal out again; each focus is seen",
    run: () =>
      inBrowser(async ({ page, base }) => {
        await page.goto(`${base}/en/03-bridge/`);
        await page.keyboard.press("Tab");
        await page.waitForSelector(".skip-link:focus");
        await page.keyboard.press("Enter");
        const reach = async (selector: string) => {
          for (let at = 0; at < 300; at++) {
            await page.keyboard.press("Tab");
            if (await page.locator(`${selector}:focus`).count()) return seen(page, selector);
          }
          throw new Error(`No key leads to ${selector}`);
        };
        await reach('[data-verb="up"]');
        await page.keyboard.press("Enter");
        await page.waitForSelector('#terminals button:text-is("docker1")');
        await reach("#picture");
        await reach('#walk [value="walk"]');
        await page.keyboard.press("Enter");
        await page.waitForSelector("#story .player");
        await reach("#story");
        await page.keyboard.press("ArrowRight");
        await reach('#terminals button:text-is("docker1")');
        await page.keyboard.press("Enter");
        await page.waitForSelector(".terminal textarea:focus", { state: "attached" });
        await page.keyboard.press("Shift+Tab"); // a shell takes Tab, and so the way out is back
        if (await page.locator(".terminal textarea:focus").count()) throw new Error("The terminal keeps the keyboard");
      }),
  },
];

/** What has the focus has an outline. */
async function seen(page: Page, selector: string): Promise<void> {
  const width = await page.locator(`${selector}:focus`).evaluate("(element) => getComputedStyle(element).outlineWidth");
  if (Number.parseFloat(String(width)) < 2) throw new Error(`The focus on ${selector} is not seen`);
}

export default ways;
