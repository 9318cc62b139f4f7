// From a change in the kernel to the line of `check --watch` that tells of it: for a check that is read, and for one that is probed.

import { project } from "../../harness/ground/paths.ts";
import { type Row, rowOf } from "../compare.ts";
import type { Subject } from "../index.ts";
import { bun, env } from "../run.ts";

const lab = "labs/03-bridge.ts";

/** What changes, and what is said of it. */
const changes = [
  { name: "read: a default route goes", command: "ip -n docker1 route del default", said: /✘ docker1.*default/ },
  {
    name: "read: it is there again",
    command: "ip -n docker1 route add default via 172.17.0.1",
    said: /✔ docker1.*default/,
  },
];

export const watch: Subject = {
  title: "From a change in the kernel to the tick",
  async rows(rounds) {
    await bun(lab, "--quiet");
    const rows = await ticks(rounds);
    await bun(lab, "down");
    return rows;
  },
};

/** The rows of lab 03's world, which is up. */
export async function ticks(rounds: number): Promise<Row[]> {
  const watching = Bun.spawn([process.execPath, "grader", "03", "--watch", "--early"], {
    cwd: project,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const shell = Bun.spawn([process.execPath, lab, "exec", "host", "--", "sh"], {
    cwd: project,
    env,
    stdio: ["pipe", "ignore", "inherit"],
  });
  const said = lines(watching.stdout);
  await said(/points/);
  const times: number[][] = changes.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (const [at, { command, said: wanted }] of changes.entries()) {
      const begin = performance.now();
      shell.stdin.write(`${command}\n`);
      shell.stdin.flush();
      await said(wanted);
      times[at]!.push(performance.now() - begin);
    }
  shell.stdin.end();
  watching.kill("SIGINT");
  await Promise.all([watching.exited, shell.exited]);
  return changes.map(({ name }, at): Row => rowOf(name, times[at]!));
}

/** Waits for a line, each being looked at once. */
function lines(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = "";
  return async (wanted: RegExp): Promise<void> => {
    for (;;) {
      const match = wanted.exec(text);
      if (match) {
        text = text.slice(match.index + match[0].length);
        return;
      }
      const { value, done } = await reader.read();
      if (done) throw new Error(`check --watch ended before ${wanted}: ${text}`);
      text += decoder.decode(value, { stream: true });
    }
  };
}
