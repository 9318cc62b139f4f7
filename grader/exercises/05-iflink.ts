// What must be true of lab 05's exercise. Titles and hints: docs/<language>/exercises/05-iflink.md, by id.

import { readFileSync } from "node:fs";
import type { KernelNode } from "../../harness/kernel/node.ts";
import { openNameless } from "../../harness/world/nameless.ts";
import type { Answers, Nodes } from "../vocabulary/check.ts";
import { question } from "../vocabulary/question.ts";

const withOneEnd = ["docker1", "docker2", "docker3", "docker4", "docker5"];
const withThree = "docker6";

/** Of each container the ports of docker0 that its cables end at, by namespace and index; of "nobody" the others. */
function hostEnds({ host }: Nodes): Answers {
  const nameless = openNameless(host, [host]);
  try {
    const ends: Answers = { nobody: [] };
    for (const name of [...withOneEnd, withThree]) ends[name] = [];
    const owners = new Map(Object.keys(ends).map((name) => [held(host, name), name]));
    for (const { ifname } of host.ports("docker0").value ?? []) {
      const peer = host.peerOf(ifname, nameless).value;
      const owner = owners.get(/^process (\d+) /.exec(peer?.node.name ?? "")?.[1]);
      ends[owner ?? "nobody"]!.push(ifname);
    }
    return ends;
  } finally {
    for (const node of nameless) node.close();
  }
}

/** The pid of the container's process, as it is called there. The world is a starting point: nobody has laid anything in the way. */
const held = ({ files }: KernelNode, name: string): string | undefined =>
  name === "nobody" ? undefined : readFileSync(`${files}/run/${name}.pid`, "utf8").trim();

const iflink = question("host-ends", { points: 5, answers: withOneEnd, truth: hostEnds });

const namespaceToo = question("index-and-namespace", {
  points: 4,
  answers: [withThree, "nobody"],
  truth: hostEnds,
});

export default [iflink, namespaceToo];

/** Which checks judge which task. */
export const tasks = {
  "task-host-ends": ["host-ends"],
  "task-namespace": ["index-and-namespace"],
};
