// One ping from a node, and every frame of it at every interface of the world.

import { toolPath } from "../ground/paths.ts";
import type { KernelNode } from "../kernel/node.ts";
import { within } from "../kernel/within.ts";
import { mostFrames, startCapture } from "./capture.ts";
import { type Learnt, lessons, newIn, tablesOf } from "./learnt.ts";
import { type Loop, loopsOf } from "./loop.ts";
import { type Hop, story } from "./story.ts";
import { type Topology, topologyOf } from "./topology.ts";

export type Walk = {
  from: string;
  /** The node that was named, or whose address it is; undefined where no node has it. */
  to?: string;
  address: string;
  answered: boolean;
  /** What ping(8) said. */
  said: string;
  /** The packets in their order; see `Hop`. */
  packets: Hop[];
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
const quiet = 20; // ms without a new frame: the copies that others still had to get are through
const restless = 1000; // ms after the ping's end in which frames may still come: a world is never told for longer
const pingPatience = 10_000; // ms in which ping(8) must have ended

/** Pings the address once from the node. Throws where it cannot be captured or there is no `ping`. */
export async function walk(nodes: readonly KernelNode[], from: KernelNode, address: string): Promise<Walk> {
  const ping = Bun.which("ping", { PATH: toolPath });
  if (!ping) throw new Error('Cannot run "ping": it is not installed');
  const topology = topologyOf(nodes);
  const before = tablesOf(nodes);
  const capture = startCapture(nodes);
  try {
    const command = [ping, "-n", "-c", "1", "-W", String(answerPatience), address];
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
    const to = nodes.find((node) => topology.addresses.get(node.name)?.has(address))?.name;
    return {
      from: from.name,
      ...(to && { to }),
      address,
      answered: status === 0,
      said: (await new Response(child.stdout).text()) + (await new Response(child.stderr).text()),
      packets,
      learnt: lessons(packets, newIn(tablesOf(nodes), before)),
      topology,
      lost: isFull ? 0 : capture.lost(), // what came after its end is not lost
      loops: loopsOf(packets, topology),
      ...(isFull && { stopped: mostFrames }),
    };
  } finally {
    capture.close();
  }
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
