// Frames of our own, put on a link as if its node had sent them. packet(7).

import { constants } from "node:os";
import { AF_PACKET, letGo, linkAddress } from "../capture/packet-ring.ts";
import { KernelError, lastErrno } from "../kernel/errno.ts";
import { libc } from "../kernel/libc.ts";
import { SOCK_RAW, socketIn } from "../kernel/within.ts";
import type { Spot } from "./field.ts";

/** The link is down, or has no room: nobody hears the frame, as nobody would hear the node. */
const unheard = [constants.errno.ENETDOWN, constants.errno.ENOBUFS, constants.errno.ENXIO];

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
