// Frames of our own, put on a link as if its node had sent them. packet(7).

import { constants } from "node:os";
import { AF_PACKET, letGo, linkAddress } from "../capture/packet-ring.ts";
import { KernelError, lastErrno } from "../kernel/errno.ts";
import { addressBytes } from "../kernel/inet.ts";
import { libc } from "../kernel/libc.ts";
import { SOCK_RAW, socketIn } from "../kernel/within.ts";
import { checksum } from "./echo.ts";
import type { Spot } from "./field.ts";

/** The link is down, or has no room: nobody hears the frame, as nobody would hear the node. */
const unheard = [constants.errno.ENETDOWN, constants.errno.ENOBUFS, constants.errno.ENXIO];

export const ETH_P_IP = 0x0800; // linux/if_ether.h

/**
 * The type of a frame and an IPv4 packet of the protocol for experiments (RFC 3692), from the address to itself: a filter that lets
 * IPv4 pass lets it pass.
 */
export function experiment(address: string): Buffer {
  const packet = Buffer.alloc(46); // the least that an Ethernet frame carries
  packet.set([0x45, 0, 0, packet.length, 0, 0, 0x40, 0, 64, 253]);
  for (const at of [12, 16]) packet.set(addressBytes(address), at);
  packet.writeUInt16BE(checksum(packet.subarray(0, 20)), 10);
  return Buffer.concat([Buffer.from("0800", "hex"), packet]);
}

/** Sends frames with the protocol (linux/if_ether.h) from one spot. */
export type Sender = {
  send(protocol: number, frames: readonly Buffer[]): void;
  close(): void;
};

/** The caller closes it. To close one takes the kernel some 10 ms (RCU): what is sent by turns goes out of one. */
export function openSender({ node, ifname, ifindex }: Spot): Sender {
  const socket = socketIn(node.netns, AF_PACKET, SOCK_RAW, 0);
  return {
    send(protocol, frames) {
      const to = linkAddress(protocol, ifindex);
      for (const frame of frames) {
        const errno = libc().sendto(socket, frame, frame.length, 0, to, to.length) < 0 ? lastErrno() : 0;
        if (errno && !unheard.includes(errno))
          throw new KernelError(`Cannot send on "${ifname}" of the node "${node.name}"`, errno);
      }
    },
    close: () => letGo(socket),
  };
}

/** The same, once. */
export function sendFrames(spot: Spot, protocol: number, frames: readonly Buffer[]): void {
  const sender = openSender(spot);
  try {
    sender.send(protocol, frames);
  } finally {
    sender.close();
  }
}
