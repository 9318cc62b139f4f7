// Pictures of the pages for a person to look at: at three widths, light and dark, printed.   FOLDER=… bun test/browser.ts look

import { join } from "node:path";
import type { Way } from "../../browser.ts";
import { newFolder } from "../../folder.ts";
import { inBrowser } from "../browser.ts";
import { documents } from "../documents.ts";
import { typed } from "../typed.ts";

const ways: Way[] = [
  {
    what: "screenshots: nothing is wider than its window",
    run: () =>
      inBrowser(async ({ page, base, ask }) => {
        const folder = process.env.FOLDER ?? newFolder("look");
        await ask("/act", { lab: "03-bridge", verb: "up", words: [], language: "en" });
        await ask("/act", { lab: "06-trace", verb: "up", words: [], language: "en" });
        const files = await documents();
        await ask("/act", { lab: "07-cross-host", verb: "exercise", words: ["s1"], language: "en" });
        const page07 = await ask("/events/07-cross-host?language=zh"); // one who looks all along: it is graded once
        for (const [width, height] of [
          [1280, 1000],
          [800, 1100],
          [390, 844],
        ] as const)
          for (const colorScheme of ["light", "dark"] as const) {
            await page.setViewportSize({ width, height });
            await page.emulateMedia({ colorScheme });
            const shoot = async (name: string) => {
              const wide = await page.evaluate("document.documentElement.scrollWidth");
              await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
              if (Number(wide) > width) throw new Error(`${name} is ${wide} px wide in a window of ${width}`);
            };
            await page.goto(`${base}/zh/`);
            await shoot("home");
            await page.goto(`${base}/en/03-bridge/`);
            await page.waitForSelector(".checks .pass");
            await shoot("lab");
            await page.click('#walk [value="walk"]');
            await page.waitForSelector("#story .player");
            await page.locator("#story").scrollIntoViewIfNeeded();
            await shoot("story");
            if (width === 1280 && colorScheme === "light") await typed(page, "docker1", ["ip address"]);
            await page.locator("#terminals").scrollIntoViewIfNeeded();
            await page.waitForSelector(".terminal .xterm-accessibility:has-text('172.17.0.2')", { state: "attached" });
            await shoot("terminal");
            await page.locator("#state summary").first().click();
            await page.locator("#state").scrollIntoViewIfNeeded();
            await shoot("tables");
            await page.goto(`${base}/en/06-trace/`);
            await page.waitForSelector('select[name="to"] option[value="outside"]', { state: "attached" });
            await page.selectOption('select[name="to"]', "outside");
            await page.click('#walk [value="trace"]');
            await page.waitForSelector(".hooks svg");
            await page.locator(".hooks").scrollIntoViewIfNeeded();
            await shoot("trace");
            await page.goto(`${base}/zh/07-cross-host/`);
            await page.waitForSelector("#answers input");
            await page.waitForSelector(".checks .fail");
            await page.locator("#asked").scrollIntoViewIfNeeded();
            await shoot("exercise");
            await page.locator("#picture").scrollIntoViewIfNeeded();
            await shoot("exercise-picture");
            await page.click("#checks .hint >> nth=0");
            await page.waitForSelector("#checks .hints li");
            await page.locator("#checks").scrollIntoViewIfNeeded();
            await shoot("hint");
            for (const { name, url } of files) {
              await page.goto(url);
              await shoot(name);
            }
          }
        await page.emulateMedia({ media: "print" });
        await page.goto(`${base}/en/03-bridge/`);
        await page.pdf({ path: join(folder, "print.pdf") });
        for (const { name, url } of files.filter(({ name }) => /03-bridge|report-en|bob/.test(name))) {
          await page.goto(url);
          await page.pdf({ path: join(folder, `${name}.pdf`) });
        }
        await page07.body?.cancel();
        console.log(`  ${folder}`);
      }),
  },
];

export default ways;
