// Pings, watched at both ends, in-process: they say not only that no reply came, but how far the request got.

import { errnoText, lastErrno } from "../kernel/errno.ts";
import type { Fact } from "../kernel/facts.ts";
import { icmpCounters } from "../kernel/icmp-counters.ts";
import { libc } from "../kernel/libc.ts";
import type { KernelNode } from "../kernel/node.ts";
import { SOCK_RAW } from "../kernel/within.ts";
import { attempts } from "./attempts.ts";
import { echoRequest, readComplaint, readEcho } from "./echo.ts";
import { bind, closeAll, IPPROTO_ICMP, inetSocket, setTos, socketAddress, take } from "./socket.ts";

/** What a rule may tell pings apart by: how long the whole packet is, and its type of service (RFC 2474). */
export type Sort = { bytes?: number; tos?: number };

/** One ping of several: what is known of it by now. */
export type Flight = {
  sequence: number;
  sort: Sort;
  sentAt: number;
  isRefused: boolean;
  request: boolean;
  reply: boolean;
  /** It was lost before the kernel knew whom to send it to. */
  isForgiven?: boolean;
};

export type Pinging = {
  /** In the order in which they were sent. What is taken out of it is no longer looked for. */
  flights: Flight[];
  /** The source addresses that the other node saw. */
  sources: Set<string>;
  /** Why pings could not go on: the kernel's reason for not sending, or an ICMP error's. */
  reasons: Set<string>;
  /** To wait on. */
  sockets: number[];
  send(sort?: Sort): void;
  /** Takes what has come in. */
  look(): void;
  /** How many echo replies the other node's own stack has made since this began, and requests it got. */
  counted(): { requests: number; replies: number };
  close(): void;
};

/** Opens both ends; without `to`, the address is where nobody can look. `source` is the address to ask from; without it, the kernel chooses one as for a person. The caller closes it. */
export function openPinging(
  from: KernelNode,
  to: KernelNode | undefined,
  address: string,
  {
    source,
    nonce = crypto.getRandomValues(new Uint8Array(16)),
  }: { source?: string | undefined; nonce?: Uint8Array } = {},
): Pinging {
  const sender = inetSocket(from.netns, SOCK_RAW, IPPROTO_ICMP);
  const watcher = to && inetSocket(to.netns, SOCK_RAW, IPPROTO_ICMP);
  const before = to && icmpCounters(to.netns);
  const name = socketAddress(address);
  const flights: Flight[] = [];
  const [sources, reasons] = [new Set<string>(), new Set<string>()];
  let sequence = 0;
  const flightOf = (sequence: number) => flights.find((flight) => flight.sequence === sequence);
  const refused = source === undefined ? 0 : bind(sender, source);
  if (refused) reasons.add(errnoText(refused));
  return {
    flights,
    sources,
    reasons,
    sockets: watcher ? [sender, watcher] : [sender],
    send(sort = {}) {
      const packet = echoRequest(nonce, ++sequence, sort.bytes);
      setTos(sender, sort.tos ?? 0);
      const isRefused = refused !== 0 || libc().sendto(sender, packet, packet.length, 0, name, name.length) < 0;
      if (isRefused && !refused) reasons.add(errnoText(lastErrno()));
      flights.push({ sequence, sort, sentAt: performance.now(), isRefused, request: false, reply: false });
    },
    look() {
      for (let packet = watcher && take(watcher); packet instanceof Buffer; packet = take(watcher!)) {
        const echo = readEcho(packet, nonce);
        const flight = echo?.kind === "request" && flightOf(echo.sequence);
        if (!echo || !flight) continue;
        flight.request = true;
        sources.add(echo.source);
      }
      for (let packet = take(sender); packet instanceof Buffer; packet = take(sender)) {
        const echo = readEcho(packet, nonce);
        const flight = echo?.kind === "reply" && echo.source === address && flightOf(echo.sequence);
        if (flight) flight.reply = true;
        const complaint = echo ? undefined : readComplaint(packet, nonce);
        if (complaint) reasons.add(complaint);
      }
    },
    counted() {
      if (!to || !before) return { requests: 0, replies: 0 };
      const now = icmpCounters(to.netns);
      return { requests: now.requests - before.requests, replies: now.replies - before.replies };
    },
    close: () => closeAll(watcher ? [sender, watcher] : [sender]),
  };
}

const patience = 1500; // ms: longer than the second after which an unanswered ARP request is sent again (arp(7))
const interval = 100; // ms between requests

/** How far one of several pings came, and its answer. */
export type Ping = {
  request: "arrived" | "lost" | "not sent";
  reply: "arrived" | "lost";
  /** The source address that the other node saw. */
  source?: string;
};

/**
 * Pings the address again and again until it is answered, by whomever, or the patience (ms) is over, and looks once more then.
 * Without `to` the address is where nobody can look, and only the reply tells that a request arrived.
 */
export async function ping(
  from: KernelNode,
  to: KernelNode | undefined,
  address: string,
  options: { patience?: number; nonce?: Uint8Array } = {},
): Promise<Fact<Ping>> {
  const pinging = openPinging(from, to, address, options);
  const has = (what: "request" | "reply" | "isRefused") => pinging.flights.some((flight) => flight[what]);
  try {
    let next = 0;
    for await (const _ of attempts(options.patience ?? patience)) {
      pinging.look();
      if (has("reply") && (has("request") || !to)) break;
      if (performance.now() < next) continue;
      pinging.send();
      next = performance.now() + interval;
    }
    const isThere = has("request") || (!to && has("reply"));
    const request = isThere ? "arrived" : has("isRefused") ? "not sent" : "lost";
    const [source] = pinging.sources;
    const value: Ping = { request, reply: has("reply") ? "arrived" : "lost", ...(source && { source }) };
    return from.fact(value, `ping -c 1 ${address}`);
  } finally {
    pinging.close();
  }
}

/** Is the address answered, by whomever? */
export async function isAnswered(
  from: KernelNode,
  address: string,
  options: { patience?: number; nonce?: Uint8Array } = {},
): Promise<Fact<"answered" | "unanswered">> {
  const { value, seen } = await ping(from, undefined, address, options);
  return { value: value.reply === "arrived" ? "answered" : "unanswered", seen };
}
