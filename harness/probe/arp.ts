// "Who has this address?", asked from a node by hand, and who on the wire heard the question and the answer. RFC 826.

import { startCapture } from "../capture/capture.ts";
import { dissect } from "../capture/dissect/index.ts";
import { AF_PACKET, letGo, linkAddress } from "../capture/packet-ring.ts";
import { must } from "../kernel/errno.ts";
import type { Fact } from "../kernel/facts.ts";
import { addressBytes } from "../kernel/inet.ts";
import { libc } from "../kernel/libc.ts";
import type { KernelNode } from "../kernel/node.ts";
import { SOCK_RAW, socketIn } from "../kernel/within.ts";
import { interval } from "./ping.ts";

export type WhoHas = {
  /** The nodes that the request came in at. */
  request: string[];
  /** The nodes that an answer came in at. */
  reply: string[];
  /** The MAC addresses that say they have it. */
  answers: string[];
};

const ETH_P_ARP = 0x0806; // linux/if_ether.h
const patience = 1000; // ms
const quiet = 20; // ms after the answer in which the others' copies come in

/**
 * Broadcasts an ARP request for `target` from the node's link, as the kernel would, until an answer comes or the
 * patience is over. Nothing changes but what every request changes: who gets it learns the sender. Throws where the link
 * has no IPv4 address to ask with.
 */
export async function whoHas(
  from: KernelNode,
  ifname: string,
  target: string,
  listeners: readonly KernelNode[],
): Promise<Fact<WhoHas>> {
  const socket = socketIn(from.netns, AF_PACKET, SOCK_RAW, 0);
  const capture = startCapture([from, ...listeners]);
  try {
    const { frame, ifindex } = request(from, ifname, target);
    const begin = performance.now();
    let answeredAt = Number.POSITIVE_INFINITY;
    for (let next = begin; performance.now() < Math.min(begin + patience, answeredAt + quiet); await Bun.sleep(1)) {
      if (performance.now() >= next && answeredAt === Number.POSITIVE_INFINITY) {
        send(socket, frame, ifindex, `Cannot send on "${ifname}" of the node "${from.name}"`);
        next += interval;
      }
      if (answeredAt > begin + patience && heard(capture, from, target).reply.includes(from.name))
        answeredAt = performance.now();
    }
    if (capture.lost()) throw new Error("Cannot tell who heard the ARP request: the capture lost frames");
    return from.fact(heard(capture, from, target), `arping -c 1 -I ${ifname} ${target}`);
  } finally {
    capture.close();
    letGo(socket);
  }
}

function heard(capture: ReturnType<typeof startCapture>, from: KernelNode, target: string): WhoHas {
  const [request, reply, answers] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { node, direction, bytes } of capture.sightings()) {
    const { arp } = dissect(bytes);
    if (direction === "out" || !arp) continue;
    if (arp.op === "request" && arp.targetIp === target && node !== from.name) request.add(node);
    if (arp.op === "reply" && arp.senderIp === target) {
      reply.add(node);
      answers.add(arp.senderMac);
    }
  }
  return { request: [...request].sort(), reply: [...reply].sort(), answers: [...answers].sort() };
}

/** Ethernet header, then RFC 826's packet for Ethernet (1) and IPv4 (0x0800), 6 and 4 bytes an address, request (1). */
function request(from: KernelNode, ifname: string, target: string): { frame: Buffer; ifindex: number } {
  const link = from.link(ifname).value;
  const own = from.addresses(ifname).value.find(({ family }) => family === "inet");
  if (!link?.address || !own)
    throw new Error(`Cannot ask from "${ifname}" of the node "${from.name}": it has no address`);
  const mac = Buffer.from(link.address.replaceAll(":", ""), "hex");
  const frame = Buffer.concat([
    Buffer.alloc(6, 0xff),
    mac,
    Buffer.from("08060001080006040001", "hex"),
    mac,
    addressBytes(own.local),
    Buffer.alloc(6),
    addressBytes(target),
  ]);
  return { frame, ifindex: link.ifindex };
}

function send(socket: number, frame: Buffer, ifindex: number, action: string): void {
  const to = linkAddress(ETH_P_ARP, ifindex);
  must(libc().sendto(socket, frame, frame.length, 0, to, to.length), action);
}
