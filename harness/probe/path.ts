// The way of a packet: which nodes forwarded it. Seen by listening on all of them, so no ICMP error has to get through a
// firewall (which is what traceroute needs).

import type { Fact } from "../kernel/facts.ts";
import type { KernelNode } from "../kernel/node.ts";
import { chill, type Way } from "./cold.ts";
import { readEcho } from "./echo.ts";
import { type Field, placeOf } from "./field.ts";
import { openPinging } from "./ping.ts";
import { until } from "./socket.ts";
import { openTaps } from "./tap.ts";

/** The names of the nodes that forwarded it, in order, "?" for one that is not known; "lost" where it did not come through. */
export type Path = string[] | "lost";

const patience = 1500; // ms: longer than the second after which an unanswered ARP request is sent again (arp(7))
const ETHERNET_BYTES = 14; // RFC 894

/**
 * Sends an echo request on the way until the node `to` has one at a link of its own (what its firewall then does is another
 * question). Each node that forwards a packet takes one off its TTL: it had the packet with both.
 */
export function pathOf(field: Field, way: Way): Promise<Fact<Path>> {
  const { from, to, address } = way;
  return field.turn(placeOf(from, to), async () => {
    const cold = chill(field, way);
    const taps = openTaps(field.nodes);
    const nonce = crypto.getRandomValues(new Uint8Array(16));
    const pinging = openPinging(from, to, address, { nonce });
    try {
      pinging.send();
      const sightings = () =>
        taps.heard().flatMap(({ node, bytes, direction }) => {
          const echo = readEcho(bytes.subarray(ETHERNET_BYTES), nonce);
          return echo?.kind === "request" ? [{ node, direction, ttl: echo.ttl }] : [];
        });
      const arrived = () => sightings().filter(({ node, direction }) => node.inode === to.inode && direction === "in");
      const isThere = await until(() => arrived().length > 0 || pinging.flights[0]!.isRefused, taps.sockets, patience);
      const value = isThere && arrived().length > 0 ? hops(sightings(), from) : "lost";
      return from.fact(value, `ping -c 1 ${address}`);
    } finally {
      pinging.close();
      taps.close();
      cold.giveBack();
    }
  });
}

function hops(seen: { node: KernelNode; ttl: number }[], from: KernelNode): string[] {
  const ttls = (node: KernelNode) => new Set(seen.filter((one) => one.node === node).map(({ ttl }) => ttl));
  const nodes = [...new Set(seen.map(({ node }) => node))].map((node) => ({ node, ttls: ttls(node) }));
  const [first, last] = [Math.max(...ttls(from)), Math.min(...seen.map(({ ttl }) => ttl))];
  const names: string[] = [];
  for (let ttl = first; ttl > last; ttl--)
    names.push(nodes.find(({ ttls }) => ttls.has(ttl) && ttls.has(ttl - 1))?.node.name ?? "?");
  return names;
}
