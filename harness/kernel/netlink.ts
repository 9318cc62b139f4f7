// Asking the kernel over netlink, and believing no one else. netlink(7); linux/netlink.h.

import { closeSync } from "node:fs";
import { align } from "./attribute.ts";
import { type Message, NLMSG_HEADER_BYTES, parse } from "./datagram.ts";
import { EINTR, KernelError, lastErrno, must } from "./errno.ts";
import { bytesOfDump, Excess, type Kind, limit, most } from "./excess.ts";
import { libc } from "./libc.ts";
import type { Netns } from "./netns.ts";
import { SOCK_RAW, SOL_SOCKET, socketIn } from "./within.ts";

export type Netlink = {
  readonly fd: number;
  /** The path of the network namespace it asks. */
  readonly path: string;
  /** The number of the last request; answers carry it. */
  sequence: number;
  /** Is what it gives limited? See excess.ts. */
  readonly isBounded: boolean;
  /** What it gave was too much. The rest of that list is still to come, so it is not asked again. */
  excess?: Excess;
  close(): void;
};

export const NETLINK_ROUTE = 0;
export const NETLINK_SOCK_DIAG = 4;
export const NETLINK_NETFILTER = 12;
export const AF_NETLINK = 16; // socket(2)
/** struct nfgenmsg: u8 family (0: every one), u8 version, u16 resource. */
export const NFGENMSG_BYTES = 4;
const SOL_NETLINK = 270;
const NETLINK_GET_STRICT_CHK = 12; // the kernel refuses a request that it would otherwise half understand
const SO_RCVTIMEO = 20;
const SECONDS = 5; // the kernel has answered before sendto(2) returns: this only turns a hang into an error

const NLM_F_REQUEST = 0x1;
const NLM_F_ACK = 0x4;
const NLM_F_DUMP = 0x300;
export const SOCKADDR_BYTES = 12; // struct sockaddr_nl: u16 family, u16 padding, u32 port, u32 groups
const MSG_TRUNC = 0x20;
const DUMP_ATTEMPTS = 10;

const buffer = Buffer.alloc(256 * 1024); // the kernel fills at most 32 KiB at a time, more only for one huge message
const sender = Buffer.alloc(SOCKADDR_BYTES);

/** A netlink socket in the network namespace. The caller closes it. */
export function openNetlink(netns: Netns, protocol = NETLINK_ROUTE): Netlink {
  const fd = socketIn(netns, AF_NETLINK, SOCK_RAW, protocol);
  const action = `Cannot prepare a netlink socket in the network namespace "${netns.path}"`;
  const timeout = new BigInt64Array([BigInt(SECONDS), 0n]); // struct timeval
  try {
    must(libc().setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, timeout, timeout.byteLength), action);
    must(libc().setsockopt(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, new Int32Array([1]), 4), action);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return { fd, path: netns.path, sequence: 0, isBounded: netns.isBounded, close: () => closeSync(fd) };
}

/**
 * Everything of one kind: `dump(netlink, "links", RTM_GETLINK, body)`. Asked again where the kernel says that the list
 * changed while it was read, so what comes back is one consistent list.
 */
export function dump(netlink: Netlink, kind: Kind, type: number, body: Uint8Array): Message[] {
  const action = `Cannot read the ${kind} of the network namespace "${netlink.path}"`;
  for (let attempt = 1; attempt <= DUMP_ATTEMPTS; attempt++) {
    const messages: Message[] = [];
    if (receiveDump(netlink, kind, action, type, body, (message) => messages.push(message))) return messages;
  }
  throw new Error(`${action}: they changed each of ${DUMP_ATTEMPTS} times while being read`);
}

/** How many there are of a kind, about: a list that changes meanwhile will do. None of it is kept, but `look` sees each. */
export function count(
  netlink: Netlink,
  kind: Kind,
  type: number,
  body: Uint8Array,
  look: (message: Message) => void = () => {},
): number {
  const action = `Cannot count the ${kind} of the network namespace "${netlink.path}"`;
  let all = 0;
  receiveDump(netlink, kind, action, type, body, (message) => {
    look(message);
    all++;
  });
  return all;
}

/** One question, one answer: `request(netlink, "the route", RTM_GETROUTE, body)`. A refusal throws a `KernelError`. */
export function request(netlink: Netlink, what: string, type: number, body: Uint8Array): Message {
  const action = `Cannot read ${what} of the network namespace "${netlink.path}"`;
  send(netlink, action, type, NLM_F_REQUEST, body);
  for (;;) {
    const [message] = parse(receive(netlink.fd, action), netlink.sequence, action).messages;
    if (message) return message;
  }
}

/** One order: `order(netlink, "Cannot forget a neighbour", RTM_DELNEIGH, body)`. A refusal throws a `KernelError`. */
export function order(netlink: Netlink, action: string, type: number, body: Uint8Array, flags = 0): void {
  send(netlink, action, type, NLM_F_REQUEST | NLM_F_ACK | flags, body);
  while (!parse(receive(netlink.fd, action), netlink.sequence, action).done);
}

function send(netlink: Netlink, action: string, type: number, flags: number, body: Uint8Array): void {
  netlink.sequence++;
  const bytes = Buffer.alloc(NLMSG_HEADER_BYTES + align(body.length));
  bytes.writeUInt32LE(bytes.length, 0);
  bytes.writeUInt16LE(type, 4);
  bytes.writeUInt16LE(flags, 6);
  bytes.writeUInt32LE(netlink.sequence, 8);
  bytes.set(body, NLMSG_HEADER_BYTES);
  must(libc().sendto(netlink.fd, bytes, bytes.length, 0, null, 0), action);
}

/** Asks, and takes the messages up to NLMSG_DONE; false where the list is not consistent. */
function receiveDump(
  netlink: Netlink,
  kind: Kind,
  action: string,
  type: number,
  body: Uint8Array,
  take: (message: Message) => void,
): boolean {
  if (netlink.excess) throw netlink.excess;
  send(netlink, action, type, NLM_F_REQUEST | NLM_F_DUMP, body);
  let interrupted = false;
  let [messages, bytes] = [0, 0];
  for (;;) {
    const part = receive(netlink.fd, action);
    const { messages: more, interrupted: isTorn, done } = parse(part, netlink.sequence, action);
    more.forEach(take);
    messages += more.length;
    bytes += part.length;
    interrupted ||= isTorn;
    if (done) return !interrupted;
    if (netlink.isBounded) bound(netlink, kind, messages, bytes);
  }
}

function bound(netlink: Netlink, kind: Kind, messages: number, bytes: number): void {
  try {
    limit(kind, messages);
    if (bytes > bytesOfDump) throw new Excess(`bytes of ${kind}`, bytesOfDump, most[kind][1]);
  } catch (error) {
    netlink.excess = error as Excess;
    throw error;
  }
}

/** The next datagram from the kernel itself, copied out of the shared buffer. */
export function receive(fd: number, action: string): Buffer {
  for (;;) {
    const senderBytes = new Uint32Array([SOCKADDR_BYTES]);
    const length = libc().recvfrom(fd, buffer, buffer.length, MSG_TRUNC, sender, senderBytes);
    if (length < 0) {
      const errno = lastErrno();
      if (errno === EINTR) continue;
      throw new KernelError(action, errno);
    }
    // root of the namespace can send to this socket too, and would like to tell us about routes that are not there
    if (sender.readUInt32LE(4) !== 0) continue;
    if (length > buffer.length) throw new Error(`${action}: an answer of ${length} bytes is too long`);
    return Buffer.from(buffer.subarray(0, length));
  }
}
