// One short way through the site in a real browser. All of it: bun test/browser.ts

import { expect, test } from "bun:test";
import { inBrowser } from "./browser.ts";

test(
  "build lab 03 from the page, break a cable in its terminal, see picture and check turn, repair it",
  () =>
    inBrowser(async ({ page, base }) => {
      // an upright line has no width, and so counts as hidden
      const there = (selector: string) => page.waitForSelector(selector, { state: "attached" });
      await page.goto(`${base}/en/03-bridge/`);
      await page.click('[data-verb="up"]');
      await there('path.wire:not(.down)[data-key="host veth1 ══ docker1 eth0"]');
      await there('[data-check="docker1-docker2"].pass');
      await page.click('#terminals button:has-text("host")');
      await page.waitForSelector(".terminal .xterm-accessibility:has-text('host:')", { state: "attached" });
      await page.keyboard.type("ip link set veth1 down\n");
      await there('path.wire.down[data-key="host veth1 ══ docker1 eth0"]');
      await there('[data-check="docker1-docker2"]:not(.pass)');
      await page.keyboard.type("ip link set veth1 up\n");
      await there('path.wire:not(.down)[data-key="host veth1 ══ docker1 eth0"]');
      await there('[data-check="docker1-docker2"].pass');
      await page.fill("#search", "forwarding database");
      await page.waitForSelector('#found a[href*="04-arp"]');
      expect(await page.title()).toContain("03");
    }),
  60_000,
);
