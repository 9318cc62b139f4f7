// What passes the links of a few nodes while a probe is on its way: packet sockets without a ring, which are opened at once,
// where a ring waits for the kernel (some 10 ms each: RCU). packet(7).

import { ptr } from "bun:ffi";
import type { Dissected } from "../capture/dissect/index.ts";
import { dissect } from "../capture/dissect/index.ts";
import { AF_PACKET, letGo } from "../capture/packet-ring.ts";
import { must } from "../kernel/errno.ts";
import { ifnames } from "../kernel/ifname.ts";
import { libc } from "../kernel/libc.ts";
import type { KernelNode } from "../kernel/node.ts";
import { SOCK_NONBLOCK, SOCK_RAW, SOL_SOCKET, socketIn } from "../kernel/within.ts";
import { take } from "./socket.ts";

/** One frame at one link. */
export type Heard = {
  node: KernelNode;
  ifname: string;
  ifindex: number;
  direction: "in" | "out";
  bytes: Buffer;
  frame: Dissected;
};

export type Taps = {
  /** What was heard until now. */
  heard(): readonly Heard[];
  /** To wait on. */
  sockets: number[];
  /** How many frames the kernel had no room for. */
  lost(): number;
  close(): void;
};

const ETH_P_ALL = 0x0300; // linux/if_ether.h, in network order
const PACKET_OUTGOING = 4; // linux/if_packet.h
const SOL_PACKET = 263;
const PACKET_STATISTICS = 6;
const SO_ATTACH_FILTER = 26; // socket(7)
const SO_RCVBUFFORCE = 33;
const roomBytes = 4 << 20;

/** ARP replies alone: classic BPF, linux/filter.h; each instruction is u16 code, u8 if true, u8 if false, u32 value. */
export const arpReplies = Buffer.from(
  [
    "280000000c000000", // loads the half word at 12: the protocol
    "1500000306080000", // 0x0806, or three further on
    "2800000014000000", // loads the half word at 20: the operation
    "1500000102000000", // 2, or one further on
    "06000000ffff0000", // takes it all
    "0600000000000000", // takes nothing
  ].join(""),
  "hex",
);

/** Listens on every link of the nodes from now on, to what the filter lets through. The caller closes it. */
export function openTaps(nodes: readonly KernelNode[], filter?: Buffer): Taps {
  const taps = nodes.map((node) => {
    const socket = socketIn(node.netns, AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, ETH_P_ALL);
    if (filter) attach(socket, filter);
    libc().setsockopt(socket, SOL_SOCKET, SO_RCVBUFFORCE, new Int32Array([roomBytes]), 4);
    return { node, socket, nameOf: ifnames(node.netlink) };
  });
  const all: Heard[] = [];
  let lost = 0;
  return {
    sockets: taps.map(({ socket }) => socket),
    heard() {
      const from = Buffer.alloc(20); // struct sockaddr_ll: i32 ifindex at 4, u8 pkttype at 10
      for (const { node, socket, nameOf } of taps)
        for (let bytes = take(socket, from); bytes instanceof Buffer; bytes = take(socket, from)) {
          const ifindex = from.readInt32LE(4);
          const direction = from[10] === PACKET_OUTGOING ? "out" : "in";
          all.push(heard(bytes, { node, ifname: nameOf(ifindex), ifindex, direction }));
        }
      return all;
    },
    lost() {
      const stats = new Uint32Array(2); // struct tpacket_stats: packets, drops; reading them sets them to 0
      for (const { socket } of taps) {
        libc().getsockopt(socket, SOL_PACKET, PACKET_STATISTICS, stats, new Uint32Array([stats.byteLength]));
        lost += stats[1]!;
      }
      return lost;
    },
    close: () => letGo(...taps.map(({ socket }) => socket)),
  };
}

/** struct sock_fprog: u16 how many instructions, and at 8 where they are. */
function attach(socket: number, filter: Buffer): void {
  const program = Buffer.alloc(16);
  program.writeUInt16LE(filter.length / 8, 0);
  program.writeBigUInt64LE(BigInt(ptr(filter)), 8);
  must(libc().setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, program, program.length), "Cannot filter a capture");
}

/** Most frames of a flood are never looked into. */
function heard(bytes: Buffer, where: Omit<Heard, "bytes" | "frame">): Heard {
  let frame: Dissected | undefined;
  return {
    ...where,
    bytes,
    get frame() {
      frame ??= dissect(bytes);
      return frame;
    },
  };
}
