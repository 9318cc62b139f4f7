// A netlink socket that listens to what the kernel tells by itself. netlink(7).

import { closeSync } from "node:fs";
import { type Message, parse } from "./datagram.ts";
import { EAGAIN, KernelError, must } from "./errno.ts";
import { libc } from "./libc.ts";
import { AF_NETLINK, receive, SOCKADDR_BYTES } from "./netlink.ts";
import type { Netns } from "./netns.ts";
import { SOCK_NONBLOCK, SOCK_RAW, SOL_SOCKET, socketIn } from "./within.ts";

export type Listener = {
  readonly fd: number;
  /** Hands over what has come since the last call. Throws where the kernel had to leave something out (ENOBUFS): call again. */
  drain(take: (message: Message) => void): void;
  close(): void;
};

export type Listening = {
  protocol: number;
  /** Groups by number: RTNLGRP_LINK is 1. */
  groups: readonly number[];
  /** How much may wait to be read; the kernel gives an ordinary user what net.core.rmem_max allows. */
  bytes?: number;
};

const SO_RCVBUF = 8; // socket(7)
const SO_RCVBUFFORCE = 33; // for root of the machine: more than net.core.rmem_max

/** Listens in the network namespace from now on. The caller closes it. */
export function listen(netns: Netns, { protocol, groups, bytes }: Listening): Listener {
  const fd = socketIn(netns, AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK, protocol);
  const action = `Cannot listen to the kernel in the network namespace "${netns.path}"`;
  const name = Buffer.alloc(SOCKADDR_BYTES);
  name.writeUInt16LE(AF_NETLINK, 0);
  name.writeUInt32LE(groups.reduce((bits, group) => bits | (1 << (group - 1)), 0) >>> 0, 8);
  try {
    const room = new Int32Array([bytes ?? 0]);
    if (bytes && libc().setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, room, 4) < 0)
      must(libc().setsockopt(fd, SOL_SOCKET, SO_RCVBUF, room, 4), action);
    must(libc().bind(fd, name, name.length), action);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return { fd, drain: (take) => drain(fd, action, take), close: () => closeSync(fd) };
}

function drain(fd: number, action: string, take: (message: Message) => void): void {
  for (;;) {
    let datagram: Buffer;
    try {
      datagram = receive(fd, action);
    } catch (error) {
      if (error instanceof KernelError && error.errno === EAGAIN) return;
      throw error;
    }
    // whoever's request it was that changed something: the notice carries that one's number
    parse(datagram, undefined, action).messages.forEach(take);
  }
}
