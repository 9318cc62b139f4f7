import { ptr } from "bun:ffi";
import { closeSync } from "node:fs";
import { must } from "../kernel/errno.ts";
import type { Fact } from "../kernel/facts.ts";
import { AF_INET } from "../kernel/inet.ts";
import { libc } from "../kernel/libc.ts";
import type { KernelNode } from "../kernel/node.ts";
import { SOCK_DGRAM, SOCK_NONBLOCK, socketIn } from "../kernel/within.ts";
import { attempts } from "./attempts.ts";
import { socketAddress } from "./socket.ts";

const interval = 20; // ms between datagrams: one that is lost fails nobody

/** Sends datagrams to a socket of the node's own at the address until one arrives or `patience` (ms) is over. */
export async function udpToItself(
  node: KernelNode,
  address: string,
  patience: number,
): Promise<Fact<"arrived" | "lost">> {
  const socket = socketIn(node.netns, AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  const nonce = crypto.getRandomValues(new Uint8Array(16));
  const buffer = Buffer.alloc(64);
  let value: "arrived" | "lost" = "lost";
  try {
    const name = bindSomewhere(socket, address);
    for await (const _ of attempts(patience, interval)) {
      libc().sendto(socket, ptr(nonce), nonce.length, 0, ptr(name), name.length); // a refusal is a loss: a rule forbids it
      const length = libc().recvfrom(socket, ptr(buffer), buffer.length, 0, null, null);
      if (length !== nonce.length || !buffer.subarray(0, length).equals(nonce)) continue;
      value = "arrived";
      break;
    }
  } finally {
    closeSync(socket);
  }
  return node.fact(value, `ping ${address}`);
}

/** Binds to a port that nobody has; what the socket is bound to. */
function bindSomewhere(socket: number, address: string): Buffer {
  for (let tries = 20; ; tries--) {
    const name = socketAddress(address, 49152 + Math.floor(Math.random() * 16384)); // RFC 6335: dynamic ports
    const bound = libc().bind(socket, ptr(name), name.length);
    if (bound === 0) return name;
    if (tries === 0) must(bound, `Cannot bind a UDP socket to ${address}`);
  }
}
