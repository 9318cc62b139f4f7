// A page of another site, in the browser of somebody who has the course's site open: it can read, start and frame nothing.

import type { Page } from "playwright-core";
import type { Way } from "../../browser.ts";
import { inBrowser, withBrowser } from "../browser.ts";

/** Another site on this machine, by another port: for cookies that is the same site, so only the site itself can refuse. */
async function withStranger(work: (origin: string) => Promise<void>): Promise<void> {
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: () => new Response("<!doctype html><title>another</title>", { headers: { "content-type": "text/html" } }),
  });
  try {
    await work(`http://127.0.0.1:${server.port}`);
  } finally {
    await server.stop(true);
  }
}

/** What the browser lets a script of this page do; told by what it sees of it. */
const tried = (page: Page, script: string) => page.evaluate(`(async () => { ${script} })()`) as Promise<string>;

const ways: Way[] = [
  {
    what: "another site's page opens no socket, posts nothing, reads nothing, frames nothing",
    run: () =>
      inBrowser(async ({ context, base, ask }) => {
        await withStranger(async (origin) => {
          const page = await context.newPage();
          await page.goto(origin);
          const body = JSON.stringify(JSON.stringify({ lab: "03-bridge", verb: "up", words: [], language: "en" }));
          const seen = {
            socket: await tried(
              page,
              `return new Promise((done) => { const socket = new WebSocket("${base.replace("http", "ws")}/terminal?lab=03-bridge&node=host&id=12345678");
               socket.onopen = () => done("open"); socket.onerror = () => done("refused"); });`,
            ),
            post: await tried(
              page,
              `const answer = await fetch("${base}/act", { method: "POST", mode: "no-cors", credentials: "include", body: ${body} }).catch(() => undefined); return answer ? answer.type : "blocked";`,
            ),
            read: await tried(
              page,
              `return fetch("${base}/en/", { credentials: "include" }).then(() => "read", () => "refused");`,
            ),
            events: await tried(
              page,
              `return new Promise((done) => { const events = new EventSource("${base}/events/03-bridge", { withCredentials: true });
               events.onopen = () => done("open"); events.onerror = () => { events.close(); done("refused"); }; });`,
            ),
            script: await tried(
              page,
              `return new Promise((done) => { const script = document.createElement("script"); script.src = "${base}/assets/app.js";
               script.onload = () => done("loaded"); script.onerror = () => done("refused"); document.head.append(script); });`,
            ),
          };
          const wanted = { socket: "refused", read: "refused", events: "refused", script: "refused" };
          for (const [what, said] of Object.entries(wanted))
            if (seen[what as keyof typeof wanted] !== said) throw new Error(`${what}: ${JSON.stringify(seen)}`);
          await page.setContent(
            `<iframe name="inside" src="${base}/en/03-bridge/"></iframe>
             <form method="post" action="${base}/save/03-bridge"><button>go</button></form>`,
          );
          const framed = page.frame({ name: "inside" });
          await framed?.waitForLoadState();
          if (await framed?.locator("main").count()) throw new Error("The page was framed");
          await Promise.all([page.waitForNavigation(), page.click("form button")]);
          if (!(await page.textContent("body"))?.includes("another site")) throw new Error("A form got through");
          await page.close();
        });
        const home = await (await ask("/en/")).text();
        if (!/class="new"[\s\S]*03-bridge/.test(home) || / · up/.test(home)) throw new Error("It started something");
      }),
  },
  {
    what: "by a name that somebody made lead here (DNS rebinding) there is no site",
    run: () =>
      inBrowser(async ({ base, url }) => {
        await withBrowser(
          async (browser) => {
            const page = await browser.newPage();
            const rebound = url.replace("127.0.0.1", "evil.example");
            const answer = await page.goto(rebound);
            if (answer?.status() !== 421) throw new Error(`${base} answered ${answer?.status()}`);
          },
          ["--host-resolver-rules=MAP evil.example 127.0.0.1"],
        );
      }),
  },
];

export default ways;
