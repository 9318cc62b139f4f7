// One ping, watched at both ends, in-process: it says not only that no reply came, but how far the request got.

import { ptr } from "bun:ffi";
import { closeSync } from "node:fs";
import { errnoText, lastErrno } from "../kernel/errno.ts";
import type { Fact } from "../kernel/facts.ts";
import { AF_INET, addressBytes } from "../kernel/inet.ts";
import { libc } from "../kernel/libc.ts";
import type { KernelNode } from "../kernel/node.ts";
import { SOCK_NONBLOCK, SOCK_RAW, socketIn } from "../kernel/within.ts";
import { attempts } from "./attempts.ts";
import { type Echo, echoRequest, readEcho } from "./echo.ts";

export type Ping = {
  /** Did the request reach the other node's own stack? */
  request: "arrived" | "lost" | "not sent";
  reply: "arrived" | "lost";
  /** The source address the other node saw. */
  source?: string;
  /** The kernel's reason for not sending. */
  reason?: string;
};

export const IPPROTO_ICMP = 1;
/** How long to wait for a reply, ms: longer than the second after which an unanswered ARP request is sent again (arp(7)). */
export const arpPatience = 1500;
export const interval = 100; // ms between requests: one lost packet fails nobody

/**
 * Pings `address`, which is on the node `to`, from the node `from`, again and again until a reply comes or `patience` (ms) is over.
 * Without `to` the address is where nobody can look, and only the reply tells that the request arrived. Throws where the probe itself could not be made. `nonce`, 16 bytes, is what its packets carry.
 */
export async function ping(
  from: KernelNode,
  to: KernelNode | undefined,
  address: string,
  patience = arpPatience,
  nonce: Uint8Array = crypto.getRandomValues(new Uint8Array(16)),
): Promise<Fact<Ping>> {
  const sender = socketIn(from.netns, AF_INET, SOCK_RAW | SOCK_NONBLOCK, IPPROTO_ICMP);
  const watcher = to && socketIn(to.netns, AF_INET, SOCK_RAW | SOCK_NONBLOCK, IPPROTO_ICMP);
  const result: Ping = { request: "lost", reply: "lost" };
  const begin = performance.now();
  try {
    let [sequence, next] = [1, begin];
    for await (const _ of attempts(patience)) {
      if (performance.now() >= next) {
        const reason = send(sender, address, echoRequest(nonce, sequence++));
        result.request = reason && result.request === "lost" ? "not sent" : result.request;
        if (reason) result.reason = reason;
        next += interval;
      }
      const request = watcher && receive(watcher, nonce, "request");
      if (request) Object.assign(result, { request: "arrived", source: request.source });
      if (receive(sender, nonce, "reply")?.source === address) result.reply = "arrived";
      if (result.reply === "arrived" && !watcher) result.request = "arrived";
      if (result.reply === "arrived" && (result.request === "arrived" || begin + patience / 2 < performance.now()))
        break;
    }
  } finally {
    closeSync(sender);
    if (watcher) closeSync(watcher);
  }
  return from.fact(result, `ping -c 1 ${address}`);
}

/** Sends the packet; the kernel's reason where it refuses. */
export function send(socket: number, address: string, packet: Buffer): string | undefined {
  const name = socketAddress(address);
  const sent = libc().sendto(socket, ptr(packet), packet.length, 0, ptr(name), name.length);
  return sent < 0 ? errnoText(lastErrno()) : undefined;
}

/** Takes what has come in until our own echo is found; undefined when there is none yet. */
export function receive(socket: number, nonce: Uint8Array, kind: Echo["kind"]): Echo | undefined {
  const buffer = Buffer.alloc(256);
  for (;;) {
    const length = libc().recvfrom(socket, ptr(buffer), buffer.length, 0, null, null);
    if (length < 0) return undefined;
    const echo = readEcho(buffer.subarray(0, length), nonce);
    if (echo?.kind === kind) return echo;
  }
}

/** struct sockaddr_in, ip(7): family in host order, then port and address in network order. */
export function socketAddress(address: string, port = 0): Buffer {
  const name = Buffer.alloc(16);
  name.writeUInt16LE(AF_INET, 0);
  name.writeUInt16BE(port, 2);
  addressBytes(address).copy(name, 4);
  return name;
}
