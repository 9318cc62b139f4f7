// The site in a real browser: Debian's chromium, on a site of its own.

import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { toolPath } from "../../harness/ground/paths.ts";
import { inSite, type Site } from "./site.ts";

export type InBrowser = Site & { browser: Browser; context: BrowserContext; page: Page };

/** Gives a page of the site to `work`; browser, site and its labs end with it. */
export const inBrowser = <T>(work: (place: InBrowser) => Promise<T>, language = "en-US"): Promise<T> =>
  inSite((site) =>
    withBrowser(async (browser) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: language });
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      const failures: string[] = [];
      page.on("pageerror", (error) => failures.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) failures.push(message.text());
      });
      await page.goto(site.url);
      const result = await work({ ...site, browser, context, page });
      if (failures.length) throw new Error(`The page's scripts failed: ${failures.join("; ")}`);
      return result;
    }),
  );

export async function withBrowser<T>(work: (browser: Browser) => Promise<T>, more: string[] = []): Promise<T> {
  const executablePath = Bun.which("chromium", { PATH: toolPath });
  if (!executablePath) throw new Error("Cannot try the site: chromium is not installed (./setup test installs it)");
  const browser = await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-sync",
      ...more,
    ],
  });
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}
