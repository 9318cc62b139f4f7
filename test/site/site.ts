// The site as a process of its own, with a state folder of its own; its labs end with it.

import { rmSync } from "node:fs";
import { project } from "../../harness/ground/paths.ts";
import { labNames } from "../../harness/lab/names.ts";
import { newFolder } from "../folder.ts";

export type Site = {
  url: string;
  base: string;
  pid: number;
  /** Its state folder. */
  state: string;
  /** Asks the site as its own page does. */
  ask(path: string, body?: unknown): Promise<Response>;
  /** The first event of that name that `fits`; rejects after 30 s. */
  event(lab: string, name: string, fits: (html: string) => boolean): Promise<string>;
};

/** Gives a site to `work`; `env` besides what it needs. */
export async function inSite<T>(work: (site: Site) => Promise<T>, env: Record<string, string> = {}): Promise<T> {
  const state = newFolder("site");
  const environment = { ...process.env, ...env, XDG_STATE_HOME: state };
  const child = Bun.spawn([process.execPath, "docs/index.ts", "--port", "8090"], {
    cwd: project,
    stdio: ["ignore", "pipe", "inherit"],
    env: environment,
  });
  try {
    const { value } = await child.stdout.pipeThrough(new TextDecoderStream()).getReader().read();
    const url = value!.trim();
    const base = new URL(url).origin;
    const headers = { cookie: `course=${new URL(url).searchParams.get("key")}`, origin: base };
    return await work({
      url,
      base,
      pid: child.pid,
      state,
      ask: (path, body) =>
        fetch(`${base}${path}`, {
          headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
          ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
        }),
      event: (lab, name, fits) => eventOf(`${base}/events/${lab}?language=en`, headers, name, fits),
    });
  } finally {
    child.kill("SIGTERM");
    await child.exited;
    for (const lab of labNames())
      if (await Bun.file(`${state}/container-network-labs/${lab}.json`).exists())
        await Bun.spawn([process.execPath, `labs/${lab}.ts`, "down"], { cwd: project, env: environment }).exited;
    rmSync(state, { recursive: true, force: true });
  }
}

async function eventOf(url: string, headers: Record<string, string>, name: string, fits: (html: string) => boolean) {
  const { body } = await fetch(url, { headers, signal: AbortSignal.timeout(30_000) });
  let rest = "";
  for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
    const all = (rest + chunk).split("\n\n");
    rest = all.pop()!;
    for (const event of all) {
      const [, what, data] = event.match(/^event: (\w+)\ndata: (.*)$/) ?? [];
      const html: string = what === name ? JSON.parse(data!) : "";
      if (what === name && fits(html)) return html;
    }
  }
  throw new Error(`The site ended before the event "${name}"`);
}
