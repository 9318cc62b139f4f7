// The way of a packet: which nodes forwarded it. Seen by listening on all of them, so no ICMP error has to get through a
// firewall (which is what traceroute needs).

import { ptr } from "bun:ffi";
import { AF_PACKET, letGo } from "../capture/packet-ring.ts";
import { must } from "../kernel/errno.ts";
import type { Fact } from "../kernel/facts.ts";
import { AF_INET } from "../kernel/inet.ts";
import { libc } from "../kernel/libc.ts";
import type { KernelNode } from "../kernel/node.ts";
import { SOCK_DGRAM, SOCK_NONBLOCK, SOCK_RAW, socketIn } from "../kernel/within.ts";
import { attempts } from "./attempts.ts";
import { echoRequest } from "./echo.ts";
import { arpPatience, IPPROTO_ICMP, interval, receive, send } from "./ping.ts";

/** The names of the nodes that forwarded it, in order, "?" for one that is not known; "lost" where it did not come through. */
export type Path = string[] | "lost";

const ETH_P_ALL = 0x0300; // linux/if_ether.h, in network order; it alone also gives what goes out
const IPPROTO_IP = 0; // ip(7)
const IP_TTL = 2;
const sentTtl = 64;

/**
 * Sends echo requests from one node to `address` until the node `to` has one at a link of its own (what its firewall
 * then does is another question). Each node that forwards a packet takes one off its TTL: it had the packet with both.
 */
export async function pathTo(
  from: KernelNode,
  to: KernelNode,
  address: string,
  between: readonly KernelNode[],
): Promise<Fact<Path>> {
  const nodes = [...new Set([from, to, ...between])];
  const sockets: number[] = [];
  const open = (node: KernelNode, family: number, type: number, protocol: number) => {
    sockets.push(socketIn(node.netns, family, type | SOCK_NONBLOCK, protocol));
    return sockets.at(-1)!;
  };
  const seen = new Map<KernelNode, Set<number>>();
  const nonce = crypto.getRandomValues(new Uint8Array(16));
  let value: Path = "lost";
  try {
    const sender = open(from, AF_INET, SOCK_RAW, IPPROTO_ICMP);
    const ttl = Buffer.alloc(4);
    ttl.writeInt32LE(sentTtl);
    must(libc().setsockopt(sender, IPPROTO_IP, IP_TTL, ptr(ttl), ttl.length), "Cannot set the TTL of a probe");
    // SOCK_DGRAM of a packet socket: without the link-layer header, packet(7)
    const watchers = nodes.map((node) => ({ node, socket: open(node, AF_PACKET, SOCK_DGRAM, ETH_P_ALL) }));
    const collect = () => {
      for (const { node, socket } of watchers)
        for (let echo = receive(socket, nonce, "request"); echo; echo = receive(socket, nonce, "request"))
          seen.set(node, (seen.get(node) ?? new Set()).add(echo.ttl));
    };
    let [sequence, next] = [1, performance.now()];
    for await (const _ of attempts(arpPatience)) {
      if (performance.now() >= next) {
        send(sender, address, echoRequest(nonce, sequence++)); // refused: it is lost
        next += interval;
      }
      collect();
      if (!seen.has(to)) continue;
      collect(); // what was on its way to the others while they were asked
      value = hops(seen, Math.min(...seen.get(to)!));
      break;
    }
  } finally {
    letGo(...sockets);
  }
  return from.fact(value, `ping -c 1 ${address}`);
}

function hops(seen: Map<KernelNode, Set<number>>, arrivedTtl: number): string[] {
  const names: string[] = [];
  for (let ttl = sentTtl; ttl > arrivedTtl; ttl--)
    names.push([...seen].find(([, ttls]) => ttls.has(ttl) && ttls.has(ttl - 1))?.[0].name ?? "?");
  return names;
}
