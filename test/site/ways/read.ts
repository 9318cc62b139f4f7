// Reading: both languages, search, a page that is loaded again, two pages at once, a walk there and back.

import type { Page } from "playwright-core";
import type { Way } from "../../browser.ts";
import { inBrowser } from "../browser.ts";
import { typed } from "../typed.ts";

const there = (page: Page, selector: string) => page.waitForSelector(selector, { state: "attached" });

const ways: Way[] = [
  {
    what: "a lab is read in both languages, the switch sticks, and Chinese is found",
    run: () =>
      inBrowser(async ({ page, base }) => {
        await page.goto(`${base}/en/03-bridge/`);
        await page.click("a.language");
        await page.waitForURL(/\/zh\/03-bridge\/$/);
        if (!(await page.locator("h1").first().textContent())?.match(/\p{Script=Han}/u)) throw new Error("No Chinese");
        await page.fill("#search", "转发表");
        await page.click("#found a >> nth=0");
        await page.waitForURL(/\/zh\/0\d-/);
        await page.goto(base);
        await page.waitForURL(/\/zh\/$/);
      }),
  },
  {
    what: "a walk is played to its end, and back by keys; what was expected is held against it",
    run: () =>
      inBrowser(async ({ page, base }) => {
        await page.emulateMedia({ reducedMotion: "reduce" });
        await page.goto(`${base}/en/03-bridge/`);
        await page.click('[data-verb="up"]');
        await there(page, 'select[name="to"] option[value="docker2"]');
        await page.selectOption('select[name="from"]', "docker1");
        await page.selectOption('select[name="to"]', "docker2");
        await page.check('[name="expect"][value="no"]');
        await page.click("#walk button");
        await there(page, "#story .player");
        if (!(await page.textContent("#expected"))?.startsWith("Not as"))
          throw new Error("The prediction was not judged");
        await page.focus("#story");
        const steps = await page.locator("#story [data-keys]").count();
        for (let step = 1; step < steps; step++) await page.keyboard.press("ArrowRight");
        await there(page, `#story [data-keys]:nth-of-type(${steps})[aria-current]`);
        await there(page, "#picture .lit");
        for (let step = 1; step < steps; step++) await page.keyboard.press("ArrowLeft");
        await there(page, "#story [data-keys]:nth-of-type(1)[aria-current]");
      }),
  },
  {
    what: "loaded again in the middle of typing, the terminal goes on; a second page sees the same",
    run: () =>
      inBrowser(async ({ page, context, base }) => {
        await page.goto(`${base}/en/03-bridge/`);
        await page.click('[data-verb="up"]');
        await there(page, 'path.wire:not(.down)[data-key="host veth1 ══ docker1 eth0"]');
        await typed(page, "host", []);
        await page.keyboard.type("ip link set veth1 ");
        await there(page, '.xterm-accessibility:has-text("set veth1")');
        await page.reload();
        await there(page, '.xterm-accessibility:has-text("set veth1")');
        const other = await context.newPage();
        await other.goto(`${base}/zh/03-bridge/`);
        await there(other, 'path.wire:not(.down)[data-key="host veth1 ══ docker1 eth0"]');
        await page.click(".terminal .xterm-screen");
        await page.keyboard.type("down\n");
        for (const each of [page, other]) await there(each, 'path.wire.down[data-key="host veth1 ══ docker1 eth0"]');
        await page.click(".tools .type >> nth=0", { force: true });
        page.once("dialog", (dialog) => void dialog.accept());
        await page.click('[data-verb="down"]');
        await there(page, ".terminal .build"); // it has ended, and offers to build the lab
        await page.click(".terminal .build");
        await there(page, 'path.wire:not(.down)[data-key="host veth1 ══ docker1 eth0"]');
      }),
  },
  {
    what: "a trace is a picture of the hooks; without a rule that traces it, the page says which to add",
    run: () =>
      inBrowser(async ({ page, base }) => {
        await page.goto(`${base}/en/06-trace/`);
        await page.click('[data-verb="up"]');
        await there(page, 'select[name="to"] option[value="outside"]');
        await page.selectOption('select[name="from"]', "docker1");
        await page.selectOption('select[name="to"]', "outside");
        await page.click('#walk [value="trace"]');
        await there(page, '.hooks [data-key="0 FORWARD"]');
        await page.focus("#story");
        await page.keyboard.press("ArrowRight");
        await there(page, '.hooks .lit[data-key="0 FORWARD"]');
        await typed(page, "host", ["iptables -t raw -F"]);
        await there(page, '#picture svg:not(:has-text("raw PREROUTING"))');
        await page.click('#walk [value="trace"]');
        await there(page, '#message:has-text("iptables -t raw -A PREROUTING")');
      }),
  },
];

export default ways;
