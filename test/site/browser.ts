// The site in a real browser: a server of its own with a state folder of its own, and Debian's chromium.

import { rmSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { project, toolPath } from "../../harness/ground/paths.ts";
import { newFolder } from "../folder.ts";

export type InBrowser = { browser: Browser; context: BrowserContext; page: Page; url: string; base: string };

/** Gives a page of the site to `work`; browser, site and its labs end with it. */
export async function inBrowser<T>(work: (place: InBrowser) => Promise<T>, language = "en-US"): Promise<T> {
  const executablePath = Bun.which("chromium", { PATH: toolPath });
  if (!executablePath) throw new Error("Cannot try the site: chromium is not installed (./setup test installs it)");
  const state = newFolder("site");
  const env = { ...process.env, XDG_STATE_HOME: state };
  const site = Bun.spawn([process.execPath, "docs/index.ts", "--port", "8090"], {
    cwd: project,
    stdio: ["ignore", "pipe", "inherit"],
    env,
  });
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
  });
  try {
    const { value } = await site.stdout.pipeThrough(new TextDecoderStream()).getReader().read();
    const url = value!.trim();
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: language });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const failures: string[] = [];
    page.on("pageerror", (error) => failures.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) failures.push(message.text());
    });
    await page.goto(url);
    const result = await work({ browser, context, page, url, base: new URL(url).origin });
    if (failures.length) throw new Error(`The page's scripts failed: ${failures.join("; ")}`);
    return result;
  } finally {
    await browser.close();
    site.kill("SIGTERM");
    await site.exited;
    for (const lab of ["03-bridge", "04-arp"])
      await Bun.spawn([process.execPath, `labs/${lab}.ts`, "down"], {
        cwd: project,
        env,
        stdio: ["ignore", "ignore", "ignore"],
      }).exited;
    rmSync(state, { recursive: true, force: true });
  }
}
