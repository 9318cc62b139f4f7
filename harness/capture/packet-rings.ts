// The rings of many network namespaces at once. For each the kernel waits until no processor is in the middle of a frame
// (packet_set_ring(), some 13 ms: RCU), however many wait: a thousand one after the other are a quarter of a minute.

import type { Netns } from "../kernel/netns.ts";
import { letGo, makeRing, openPacketSocket, type PacketRing, ringOf, type Unringed } from "./packet-ring.ts";

const few = 8; // rings: so many are there before a thread is
const mostThreads = 16;

/** Opens a capture in each, with room for so many frames; they come in from now on. The caller closes them. */
export async function openPacketRings(all: readonly { netns: Netns; slots: number }[]): Promise<PacketRing[]> {
  const sockets: Unringed[] = [];
  try {
    for (const { netns, slots } of all) sockets.push(openPacketSocket(netns, slots));
    await makeRings(sockets);
    return sockets.map(ringOf);
  } catch (error) {
    letGo(...sockets.map(({ fd }) => fd));
    throw error;
  }
}

async function makeRings(sockets: readonly Unringed[]): Promise<void> {
  if (sockets.length <= few) return sockets.forEach(makeRing);
  const each = Math.ceil(sockets.length / Math.min(mostThreads, Math.ceil(sockets.length / few)));
  const parts = Array.from({ length: Math.ceil(sockets.length / each) }, (_, at) =>
    sockets.slice(at * each, (at + 1) * each),
  );
  await Promise.all(parts.map(inThread));
}

async function inThread(part: Unringed[]): Promise<void> {
  const worker = new Worker(new URL("./ring-worker.ts", import.meta.url).href, { smol: true });
  try {
    const why = await new Promise<string | undefined>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(part);
    });
    if (why !== undefined) throw new Error(why);
  } finally {
    worker.terminate();
  }
}
