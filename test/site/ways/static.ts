// The course as files, opened from a disk: there neither modules nor fetch work.

import { join } from "node:path";
import { build } from "../../../docs/site/build.ts";
import type { Way } from "../../browser.ts";
import { newFolder } from "../../folder.ts";
import { withBrowser } from "../browser.ts";

const ways: Way[] = [
  {
    what: "from file://: pictures, a recorded story there and back, search, the other language",
    run: () =>
      withBrowser(async (browser) => {
        const folder = newFolder("static");
        await build(folder);
        const page = await browser.newPage();
        page.setDefaultTimeout(20_000);
        const failures: string[] = [];
        page.on("pageerror", (error) => failures.push(error.message));
        page.on("requestfailed", (request) => failures.push(request.url()));
        await page.goto(`file://${join(folder, "index.html")}`);
        await page.click('a[href^="en/"]');
        await page.click('.labs a[href^="04-arp/"]');
        for (const image of await page.locator("figure img").all()) {
          await image.scrollIntoViewIfNeeded();
          await image.evaluate("(image) => image.decode()");
        }
        await page.focus("#story");
        await page.keyboard.press("ArrowRight");
        await page.waitForSelector("#story [data-keys]:nth-of-type(2)[aria-current]");
        await page.waitForSelector("#picture .lit", { state: "attached" });
        await page.keyboard.press("ArrowLeft");
        await page.waitForSelector("#story [data-keys]:nth-of-type(1)[aria-current]");
        await page.click("a.language");
        await page.fill("#search", "网桥");
        await page.click('#found a[href*="03-bridge"] >> nth=0');
        await page.waitForURL(/zh\/03-bridge\/index\.html#/);
        if (failures.length) throw new Error(failures.join("; "));
      }),
  },
];

export default ways;
