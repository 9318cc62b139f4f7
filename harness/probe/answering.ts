import { ptr } from "bun:ffi";
import { closeSync } from "node:fs";
import { constants } from "node:os";
import { errnoText, lastErrno, must } from "../kernel/errno.ts";
import type { Fact } from "../kernel/facts.ts";
import { AF_INET } from "../kernel/inet.ts";
import { libc } from "../kernel/libc.ts";
import type { KernelNode } from "../kernel/node.ts";
import { SOCK_NONBLOCK, SOCK_RAW, SOCK_STREAM, socketIn } from "../kernel/within.ts";
import { attempts } from "./attempts.ts";
import { IPPROTO_ICMP, socketAddress } from "./socket.ts";

const arpPatience = 1500; // ms: longer than the second after which an unanswered ARP request is sent again (arp(7))

const IPPROTO_IP = 0; // ip(7)
const IP_TTL = 2;
const TIME_EXCEEDED = 11; // RFC 792
const { EINPROGRESS, EALREADY, EISCONN, ECONNREFUSED, EHOSTUNREACH } = constants.errno;

type Answering = "nobody" | "somebody" | "led on";

/**
 * Who answers at a TCP port of a neighbour: "nobody" there, "somebody" there, or is the port "led on" to another stack, whether
 * somebody answers there or not? The packets have a TTL of 1: what the neighbour would forward, it sends back as expired,
 * before any filter of what is forwarded (Linux: ip_forward()).
 */
export async function answering(node: KernelNode, address: string, port: number): Promise<Fact<Answering>> {
  const complaints = socketIn(node.netns, AF_INET, SOCK_RAW | SOCK_NONBLOCK, IPPROTO_ICMP);
  const socket = socketIn(node.netns, AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  const answer = (value: Answering) => node.fact(value, `curl http://${address}:${port}`);
  try {
    const ttl = Buffer.alloc(4);
    ttl.writeInt32LE(1);
    must(libc().setsockopt(socket, IPPROTO_IP, IP_TTL, ptr(ttl), ttl.length), "Cannot set the TTL of a probe");
    const name = socketAddress(address, port);
    for await (const _ of attempts(arpPatience)) {
      const errno = libc().connect(socket, ptr(name), name.length) === 0 ? EISCONN : lastErrno();
      if (errno === EISCONN) return answer("somebody");
      if (errno === ECONNREFUSED) return answer("nobody");
      // a filter may say the same: REJECT --reject-with icmp-host-prohibited
      if (errno === EHOSTUNREACH) return answer(hasExpired(complaints, port) ? "led on" : "nobody");
      if (errno !== EINPROGRESS && errno !== EALREADY)
        throw new Error(`Cannot connect from the node "${node.name}" to ${address}: ${errnoText(errno)}`);
    }
    return answer("nobody"); // a filter drops it there
  } finally {
    closeSync(socket);
    closeSync(complaints);
  }
}

/** Is there, among the ICMP messages that came in, one that a packet for the port expired on its way? */
function hasExpired(complaints: number, port: number): boolean {
  const buffer = Buffer.alloc(1024);
  while (libc().recvfrom(complaints, ptr(buffer), buffer.length, 0, null, null) > 0) {
    const icmp = headerLength(buffer, 0);
    const original = icmp + 8; // after the ICMP header comes the begin of the packet in question
    const tcp = original + headerLength(buffer, original);
    if (buffer[icmp] === TIME_EXCEEDED && buffer.readUInt16BE(tcp + 2) === port) return true;
  }
  return false;
}

/** Of the IPv4 header that begins there, in bytes; RFC 791. */
const headerLength = (packet: Buffer, at: number): number => (packet[at]! & 0x0f) * 4;
