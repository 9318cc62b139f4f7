import { ptr } from "bun:ffi";
import { closeSync } from "node:fs";
import { constants } from "node:os";
import { errnoText, lastErrno, must } from "../kernel/errno.ts";
import type { Fact } from "../kernel/facts.ts";
import { AF_INET } from "../kernel/inet.ts";
import { libc } from "../kernel/libc.ts";
import type { KernelNode } from "../kernel/node.ts";
import { socketIn } from "../kernel/within.ts";
import { arpPatience, SOCK_NONBLOCK, socketAddress } from "./ping.ts";

const SOCK_STREAM = 1; // socket(2)
const IPPROTO_IP = 0; // ip(7)
const IP_TTL = 2;
const { EINPROGRESS, EALREADY, EISCONN, ECONNREFUSED, EHOSTUNREACH } = constants.errno;

/**
 * Who answers at a TCP port of a neighbour: "nobody" there, "somebody" there, or is the port "led on" to another stack, whether
 * somebody answers there or not? The packets have a TTL of 1: what the neighbour forwards, it sends back as expired
 * before any filter of what is forwarded (ip_forward() in net/ipv4/ip_forward.c), and connect(2) says so.
 */
export async function answering(
  node: KernelNode,
  address: string,
  port: number,
): Promise<Fact<"nobody" | "somebody" | "led on">> {
  const socket = socketIn(node.netns, AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  const answer = (value: "nobody" | "somebody" | "led on") => node.fact(value, `curl http://${address}:${port}`);
  try {
    const ttl = Buffer.alloc(4);
    ttl.writeInt32LE(1);
    must(libc().setsockopt(socket, IPPROTO_IP, IP_TTL, ptr(ttl), ttl.length), "Cannot set the TTL of a probe");
    const name = socketAddress(address, port);
    for (const begin = performance.now(); performance.now() < begin + arpPatience; await Bun.sleep(1)) {
      const errno = libc().connect(socket, ptr(name), name.length) === 0 ? EISCONN : lastErrno();
      if (errno === EISCONN) return answer("somebody");
      if (errno === ECONNREFUSED) return answer("nobody");
      if (errno === EHOSTUNREACH) return answer("led on");
      if (errno !== EINPROGRESS && errno !== EALREADY)
        throw new Error(`Cannot connect from the node "${node.name}" to ${address}: ${errnoText(errno)}`);
    }
    return answer("nobody"); // a filter drops it there
  } finally {
    closeSync(socket);
  }
}
