// One ping from a node, and every frame of it at every interface of the world.

import { toolPath } from "../ground/paths.ts";
import type { KernelNode } from "../kernel/node.ts";
import { within } from "../kernel/within.ts";
import { askedFor } from "./asked.ts";
import { mostFrames, startWideCapture } from "./capture.ts";
import type { Hop } from "./hop.ts";
import { type Learnt, lessons, newIn, tablesOf } from "./learnt.ts";
import { type Loop, loopsOf } from "./loop.ts";
import { type Mark, markedPackets, newMark } from "./mark.ts";
import { answerersOf } from "./sequel.ts";
import { complete, nextHopOf } from "./settle.ts";
import { story } from "./story.ts";
import { type Topology, topologyOf } from "./topology.ts";

export type Asked = {
  from: KernelNode;
  /** The node that was named. Where none was, the address is meant, whoever has it. */
  to?: KernelNode | undefined;
  address: string;
  /** Of the ping's data, bytes: its -s. */
  size?: number;
};

export type Walk = {
  from: string;
  /** The node that was named, or the first that has the address; undefined where no node has it. */
  to?: string;
  /** Not a node was named but the address: these have it. */
  owners?: string[];
  address: string;
  size?: number;
  answered: boolean;
  /** The nodes that sent an answer, in their order. */
  answeredBy: string[];
  /** What ping(8) said. */
  said: string;
  /** The packets in their order; see `Hop`. */
  packets: Hop[];
  /** Those that belong to this ping: its echoes, the errors about them, and the questions for MAC addresses that they caused. */
  own: Set<Hop>;
  /** What the kernel learnt, by the hop that taught it. */
  learnt: Map<Hop, Learnt[]>;
  topology: Topology;
  /** Frames that the capture had no room for. */
  lost: number;
  loops: Loop[];
  /** It was ended before its time: there were more frames than this. */
  stopped?: number;
};

const answerPatience = 2; // seconds: ping's -W
const untilOurEnd = ["setpriv", "--pdeathsig", "KILL", "--"]; // setpriv(1); whoever walks may be ended meanwhile
const quiet = 20; // ms without a new frame: the copies that others still had to get are through
const restless = 1000; // ms after the ping's end in which frames may still come: a world is never told for longer
const pingPatience = 10_000; // ms in which ping(8) must have ended

/** Pings the address once from the node. Throws where it cannot be captured or there is no `ping`. */
export async function walk(nodes: readonly KernelNode[], { from, to, address, size }: Asked): Promise<Walk> {
  const ping = Bun.which("ping", { PATH: toolPath });
  if (!ping) throw new Error('Cannot run "ping": it is not installed');
  const topology = topologyOf(nodes);
  const capture = await startWideCapture(nodes);
  try {
    const before = tablesOf(nodes);
    const mark = newMark(nameOf(nodes, from), address, size);
    const data = ["-s", String(mark.size), "-p", mark.pattern.toString("hex")];
    const command = [...untilOurEnd, ping, "-n", "-c", "1", "-W", String(answerPatience), ...data, address];
    const env = { PATH: toolPath, LC_ALL: "C" };
    const options = { env, stdio: ["ignore", "pipe", "pipe"] as ["ignore", "pipe", "pipe"], timeout: pingPatience };
    const child = within(from.netns, () => Bun.spawn(command, options));
    let sightings = capture.sightings();
    const status = await whileTaking(child.exited, () => {
      sightings = capture.sightings();
      return sightings.length;
    });
    const isFull = capture.isFull();
    if (isFull) sightings = sightings.slice(0, mostFrames);
    const packets = story(sightings, topology);
    const after = tablesOf(nodes);
    const own = ownOf(packets, mark, topology, nodes);
    complete(topology, own, after, nodes);
    const owners = nodes.filter((node) => topology.addresses.get(node.name)?.has(mark.address));
    const end = to ?? owners[0];
    return {
      from: mark.from,
      ...(end && { to: nameOf(nodes, end) }),
      ...(!to && { owners: [...new Set(owners.map((owner) => nameOf(nodes, owner)))] }),
      address,
      ...(size !== undefined && { size }),
      answered: status === 0,
      answeredBy: answerersOf(own, mark.from),
      said: (await new Response(child.stdout).text()) + (await new Response(child.stderr).text()),
      packets,
      own,
      learnt: lessons(packets, newIn(after, before)),
      topology,
      lost: isFull ? 0 : capture.lost(), // what came after its end is not lost
      loops: loopsOf(packets, topology),
      ...(isFull && { stopped: mostFrames }),
    };
  } finally {
    await capture.close();
  }
}

/** Two names may stand for one network namespace: what is sighted there has the first. */
const nameOf = (nodes: readonly KernelNode[], node: KernelNode): string =>
  nodes.find(({ inode }) => inode === node.inode)?.name ?? node.name;

function ownOf(packets: readonly Hop[], mark: Mark, topology: Topology, nodes: readonly KernelNode[]): Set<Hop> {
  const marked = markedPackets(packets, mark);
  const asked = askedFor(packets, marked, mark, topology, nextHopOf(nodes));
  return new Set(packets.filter((packet) => marked.has(packet) || asked.has(packet)));
}

/** Takes frames until the process has ended and no more come, or should have stopped coming; gives its exit status. */
async function whileTaking(exited: Promise<number>, take: () => number): Promise<number> {
  let status: number | undefined;
  let end = 0;
  exited.then((code) => {
    status = code;
    end = performance.now();
  });
  let count = take();
  for (let since = performance.now(); ; await Bun.sleep(1)) {
    const now = take();
    if (status === undefined || now !== count) since = performance.now();
    if (status !== undefined && since - Math.max(end, 0) > restless) return status;
    if (status !== undefined && performance.now() - since >= quiet) return status;
    count = now;
  }
}
