// A netlink socket that listens to what the kernel tells by itself. netlink(7).

import { closeSync } from "node:fs";
import { type Message, parse } from "../kernel/datagram.ts";
import { KernelError, lastErrno, must } from "../kernel/errno.ts";
import { libc } from "../kernel/libc.ts";
import type { Netns } from "../kernel/netns.ts";
import { socketIn } from "../kernel/within.ts";

const AF_NETLINK = 16; // socket(2)
const SOCK_RAW = 3;
const SOCK_NONBLOCK = 0o4000;
const NETLINK_NETFILTER = 12;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const WANTED_BYTES = 4 * 1024 * 1024; // the kernel gives what net.core.rmem_max allows
const SOCKADDR_BYTES = 12; // struct sockaddr_nl: u16 family, u16 padding, u32 port, u32 groups
const EAGAIN = 11;
const EINTR = 4;

export type Listener = {
  readonly fd: number;
  /** What has come since the last call. Throws where the kernel had to leave something out (ENOBUFS). */
  drain(): Message[];
  close(): void;
};

/** Listens in the network namespace to the groups of NETLINK_NETFILTER, one bit each. The caller closes it. */
export function listen(netns: Netns, groups: number): Listener {
  const fd = socketIn(netns, AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK, NETLINK_NETFILTER);
  const action = `Cannot listen to netfilter in the network namespace "${netns.path}"`;
  const name = Buffer.alloc(SOCKADDR_BYTES);
  name.writeUInt16LE(AF_NETLINK, 0);
  name.writeUInt32LE(groups, 8);
  try {
    must(libc().setsockopt(fd, SOL_SOCKET, SO_RCVBUF, new Int32Array([WANTED_BYTES]), 4), action);
    must(libc().bind(fd, name, name.length), action);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return { fd, drain: () => drain(fd, action), close: () => closeSync(fd) };
}

function drain(fd: number, action: string): Message[] {
  const buffer = Buffer.alloc(128 * 1024);
  const sender = Buffer.alloc(SOCKADDR_BYTES);
  const messages: Message[] = [];
  for (;;) {
    const length = libc().recvfrom(fd, buffer, buffer.length, 0, sender, new Uint32Array([SOCKADDR_BYTES]));
    const errno = length < 0 ? lastErrno() : 0;
    if (errno === EAGAIN) return messages;
    if (errno === EINTR) continue;
    if (errno) throw new KernelError(action, errno);
    if (sender.readUInt32LE(4) !== 0) continue; // only the kernel is believed
    messages.push(...parse(Buffer.from(buffer.subarray(0, length)), 0, action).messages);
  }
}
