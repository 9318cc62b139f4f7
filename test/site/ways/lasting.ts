// What lasts: a site that is looked at for hours does not grow, and one that is killed takes nothing with it.

import { readdirSync, readFileSync } from "node:fs";
import { project } from "../../../harness/ground/paths.ts";
import type { Way } from "../../browser.ts";
import { inSite, type Site } from "../site.ts";

/** Open files, processes below it, resident memory in MB. */
function held(pid: number) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const memory = Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024);
  return { files: readdirSync(`/proc/${pid}/fd`).length, children: children.length, memory };
}

/** The same once nobody looks any more: of the processes only the terminal's shell is left. */
async function heldAtRest(pid: number) {
  for (let turn = 0; held(pid).children > 1; turn++) {
    if (turn > 100) throw new Error("What followed the lab does not end when nobody looks");
    await Bun.sleep(50);
  }
  return held(pid);
}

const up = (site: Site) => site.ask("/act", { lab: "03-bridge", verb: "up", words: [], language: "en" });

/** A page that is opened, sees the picture, types into a terminal, and is gone. */
async function visit(site: Site, at: number): Promise<void> {
  const { base, url } = site;
  const terminal = new WebSocket(`${base.replace("http", "ws")}/terminal?lab=03-bridge&node=host&id=reconnect-1`, {
    headers: { origin: base, cookie: `course=${new URL(url).searchParams.get("key")}` },
  } as never);
  const answered = new Promise<void>((resolve, reject) => {
    let said = "";
    terminal.binaryType = "arraybuffer";
    terminal.onopen = () => terminal.send(`echo visit$((${at}+1000))\n`);
    terminal.onmessage = ({ data }) => {
      said += new TextDecoder().decode(data as ArrayBuffer);
      if (said.includes(`visit${at + 1000}`)) resolve();
    };
    terminal.onerror = reject;
  });
  await Promise.all([answered, site.event("03-bridge", "picture", (html) => html.includes("<svg"))]);
  terminal.close();
}

const ways: Way[] = [
  {
    what: "200 times connected again: no more files, processes or memory than after 20",
    run: () =>
      inSite(async (site) => {
        await up(site);
        let early: ReturnType<typeof held> | undefined;
        for (let at = 0; at < 200; at++) {
          await visit(site, at);
          if (at === 20) early = await heldAtRest(site.pid);
        }
        const late = await heldAtRest(site.pid);
        console.log(`  after 20: ${JSON.stringify(early)}  after 200: ${JSON.stringify(late)}`);
        if (late.files > early!.files + 2 || late.children > early!.children || late.memory > early!.memory * 1.3 + 20)
          throw new Error("It grows");
      }),
  },
  {
    what: "kill -9 of the site harms no world",
    run: () =>
      inSite(async (site) => {
        await up(site);
        await visit(site, 0);
        process.kill(site.pid, "SIGKILL");
        const state = site.state;
        const ping = Bun.spawnSync(
          [process.execPath, "labs/03-bridge.ts", "exec", "docker1", "--", "ping", "-c1", "-W2", "172.17.0.3"],
          { cwd: project, env: { ...process.env, XDG_STATE_HOME: state } },
        );
        if (ping.exitCode !== 0) throw new Error(`The world does not answer: ${ping.stdout}${ping.stderr}`);
      }),
  },
];

export default ways;
