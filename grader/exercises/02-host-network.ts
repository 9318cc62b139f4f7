// What must be true of lab 02's exercise. Titles and hints: docs/<language>/exercises/02-host-network.md, by id, and the lab's own
// for what the lab asks too.

import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { KernelNode } from "../../harness/kernel/node.ts";
import ofLab from "../checks/02-host-network.ts";
import { type Answers, check, type Nodes } from "../vocabulary/check.ts";
import { question } from "../vocabulary/question.ts";

const webPort = 80;

/** What the lab asks too; that somebody has the port is given here. */
const own = ["web1"].flatMap((name) => [`own-stack-${name}`, `address-${name}`, `answers-${name}`]); // a student's own name
const asked = ["answers-host", ...own];
const built = ofLab.filter(({ id }) => asked.includes(id));

/** The containers' names and their processes, as the world calls them. It is a starting point: nobody has laid anything in the way. */
function processes({ files }: KernelNode): { name: string; proc: string }[] {
  const names = readdirSync(`${files}/run`).filter((file) => /^app\d+\.pid$/.test(file));
  return names.map((file) => {
    const pid = readFileSync(`${files}/run/${file}`, "utf8").trim();
    return { name: file.replace(".pid", ""), proc: `${files}/proc/${pid}` };
  });
}

const LISTEN = "0A"; // TCP_LISTEN, net/tcp_states.h, in hexadecimal as in /proc/net/tcp: proc_pid_net(5)

/** The port that the process listens at: its socket is the one that its stack lists. */
function portOf(proc: string): number {
  const sockets = readdirSync(`${proc}/fd`).map((fd) => readlinkSync(`${proc}/fd/${fd}`));
  const lines = readFileSync(`${proc}/net/tcp`, "utf8").trim().split("\n").slice(1);
  const own = lines
    .map((line) => line.trim().split(/\s+/))
    .find(([, , , state, , , , , , inode]) => state === LISTEN && sockets.includes(`socket:[${inode}]`));
  if (!own) throw new Error(`Cannot find the port that "${proc}" listens at`);
  return Number.parseInt(own[1]!.split(":")[1]!, 16);
}

function stacks({ host }: Nodes): Answers {
  const all = processes(host).map((one) => ({ ...one, stack: readlinkSync(`${one.proc}/ns/net`) }));
  const isHosts = ({ stack }: { stack: string }) => stack === `net:[${host.inode}]`;
  const own = all.filter((one) => !isHosts(one));
  const shared = own.filter((one) => own.some((other) => other !== one && other.stack === one.stack));
  return {
    "on-host": all.filter(isHosts).map(({ name, proc }) => `${name}=${portOf(proc)}`),
    "one-stack": shared.map(({ name }) => name),
  };
}

const whose = question("which-stack", { points: 4, answers: ["on-host", "one-stack"], truth: stacks });

/** The TCP ports that somebody listens at in the host's stack, but the one that is to be given up. */
const otherPorts = ({ host }: Nodes): string[] =>
  host
    .listening()
    .value.filter(({ netid, port }) => netid === "tcp" && port !== webPort)
    .map(({ port }) => String(port));

const kept = check("others-listen", {
  points: 1,
  truth: (start) => ({ ports: otherPorts(start) }),
  read: (nodes, _, right) => {
    if (!right) throw new Error("Cannot find out what is right: the starting point could not be asked");
    const gone = new Set(right.ports).difference(new Set(otherPorts(nodes)));
    return { value: { "ports of the host where nobody listens any more": gone.size }, seen: "ss -ltn" };
  },
  expect: { "ports of the host where nobody listens any more": 0 },
  brokenBy: "for pid in $(cat /run/app*.pid); do kill $pid; while kill -0 $pid 2>/dev/null; do :; done; done",
});

export default [kept, whose, ...built];

/** Which checks judge which task. */
export const tasks = {
  "task-stacks": ["which-stack"],
  "task-nginx-host": ["answers-host"],
  "task-web1": ["own-stack-web1", "address-web1", "answers-web1"],
  "task-keep": ["others-listen"],
};
