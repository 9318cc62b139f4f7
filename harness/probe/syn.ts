// Did the first packet of a connection come to a node's own stack? A raw socket gets what has passed the chain INPUT: raw(7).

import type { KernelNode } from "../kernel/node.ts";
import { SOCK_RAW } from "../kernel/within.ts";
import { closeAll, inetSocket, take } from "./socket.ts";

const IPPROTO_TCP = 6; // tcp(7)
const FLAGS_AT = 13; // RFC 9293, 3.1
const [SYN, ACK] = [0x02, 0x10];

export type Syns = {
  /** Came the one from that port (to this one)? "unknown" where one came whose port may have been translated. */
  has(from: number, to?: number): "yes" | "no" | "unknown";
  close(): void;
};

/** Watches the node from now on. The caller closes it. */
export function watchSyns(node: KernelNode): Syns {
  const socket = inetSocket(node.netns, SOCK_RAW, IPPROTO_TCP);
  const seen: { from: number; to: number }[] = [];
  const look = () => {
    for (let packet = take(socket); packet instanceof Buffer; packet = take(socket)) {
      const tcp = packet.subarray((packet[0]! & 0x0f) * 4); // RFC 791: the header's length, in words of 32 bits
      if (tcp.length <= FLAGS_AT || (tcp[FLAGS_AT]! & (SYN | ACK)) !== SYN) continue;
      seen.push({ from: tcp.readUInt16BE(0), to: tcp.readUInt16BE(2) });
    }
  };
  return {
    has(from, to) {
      look();
      const there = seen.filter((one) => to === undefined || one.to === to);
      if (there.some((one) => one.from === from)) return "yes";
      return there.length ? "unknown" : "no";
    },
    close: () => closeAll([socket]),
  };
}
