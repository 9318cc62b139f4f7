// From a change in the kernel to the picture and to the tick on the site's page, as its events bring them; and to the picture of
// fifty containers. And until a page that is opened answers.

import { project } from "../../harness/ground/paths.ts";
import { withBrowser } from "../../test/site/browser.ts";
import { quantile, type Row, rowOf } from "../compare.ts";
import type { Subject } from "../index.ts";
import { bun, env } from "../run.ts";

const lab = "03-bridge";

type Change = { name: string; event: "picture" | "checks"; command: string; said: RegExp };

/** What changes, and what is said of it on the page. */
const changes: Change[] = [
  {
    name: "picture: a cable goes down",
    event: "picture",
    command: "ip link set veth1 down",
    said: /class="wire down[^"]*" data-key="host veth1/,
  },
  {
    name: "picture: it is up again",
    event: "picture",
    command: "ip link set veth1 up",
    said: /class="wire(?! down)[^"]*" data-key="host veth1/,
  },
  {
    name: "tick: a default route goes",
    event: "checks",
    command: "ip -n docker1 route del default",
    said: /class="fail" data-check="route-docker1"/,
  },
  {
    name: "tick: it is there again",
    event: "checks",
    command: "ip -n docker1 route add default via 172.17.0.1",
    said: /class="pass" data-check="route-docker1"/,
  },
];

const fifty = `for n in $(seq 3 50); do ip netns add docker$n; ip link add veth$n type veth peer name eth0 netns docker$n
  ip link set veth$n master docker0 up; ip -n docker$n address add 172.17.1.$n/16 dev eth0; ip -n docker$n link set eth0 up; done`;

export const site: Subject = {
  title: "From a change in the kernel to the page (worst: the longest of all rounds)",
  async rows(rounds) {
    await bun(`labs/${lab}.ts`, "--quiet");
    const server = Bun.spawn([process.execPath, "docs/index.ts", "--port", "8190"], {
      cwd: project,
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const { value: printed } = await server.stdout.pipeThrough(new TextDecoderStream()).getReader().read();
    const url = new URL(printed!.trim());
    const headers = { cookie: `course=${url.searchParams.get("key")}` };
    const stop = new AbortController();
    const page = await fetch(`${url.origin}/events/${lab}?language=en`, { headers, signal: stop.signal });
    const shell = Bun.spawn([process.execPath, `labs/${lab}.ts`, "exec", "host", "--", "sh"], {
      cwd: project,
      env,
      stdio: ["pipe", "ignore", "inherit"],
    });
    const type = (command: string) => {
      shell.stdin.write(`${command}\n`);
      shell.stdin.flush();
    };
    const shown = eventsOf(page.body!);
    await shown("checks", /class="pass" data-check="docker1-docker2"/);
    const time = async ({ event, command, said }: Change) => {
      const begin = performance.now();
      type(command);
      await shown(event, said);
      return performance.now() - begin;
    };
    const times = new Map<string, number[]>(changes.map(({ name }) => [name, []]));
    for (let round = 0; round < rounds; round++)
      for (const change of changes) times.get(change.name)!.push(await time(change));
    type(fifty);
    await shown("picture", />45 alike/); // the first two have a default route, and three of the rest are drawn
    const big = [];
    for (let round = 0; round < rounds; round++) {
      big.push(
        await time({ name: "", event: "picture", command: "ip link set docker0 down", said: /class="bar down/ }),
      );
      big.push(
        await time({
          name: "",
          event: "picture",
          command: "ip link set docker0 up",
          said: /class="bar(?! down)[^"]*"/,
        }),
      );
    }
    times.set("picture of 50 containers", big);
    if (Bun.which("chromium"))
      times.set("a page that is opened for the first time is interactive", await opened(url, rounds));
    stop.abort();
    shell.stdin.end();
    server.kill("SIGTERM");
    await Promise.all([server.exited, shell.exited]);
    await bun(`labs/${lab}.ts`, "down");
    return Array.from(times, ([name, all]): Row[] => [
      rowOf(name, all),
      rowOf(`${name}: worst`, [quantile(all, 1)]),
    ]).flat();
  },
};

/** From the call to the moment when the page knows what is up and its buttons answer; nothing is in the browser's cache. */
const opened = (url: URL, rounds: number): Promise<number[]> =>
  withBrowser(async (browser) => {
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(url.href); // the key
      await page.goto("about:blank");
      const begin = performance.now();
      await page.goto(`${url.origin}/en/01-network-stack/`, { waitUntil: "commit" });
      await page.waitForSelector("body[data-up]");
      times.push(performance.now() - begin);
      await context.close();
    }
    return times;
  });

/** Waits for an event, each being looked at once. */
function eventsOf(stream: ReadableStream<Uint8Array>) {
  const reader = stream
    .pipeThrough(new TextDecoderStream() as never)
    .getReader() as ReadableStreamDefaultReader<string>;
  let text = "";
  return async (name: string, wanted: RegExp): Promise<void> => {
    for (;;) {
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const [, what, data] = text.slice(0, end).match(/^event: (\w+)\ndata: (.*)$/) ?? [];
        text = text.slice(end + 2);
        if (what === name && wanted.test(JSON.parse(data!))) return;
      }
      const { value, done } = await reader.read();
      if (done) throw new Error(`The page's events ended before ${wanted}`);
      text += value;
    }
  };
}
