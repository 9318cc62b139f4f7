// Netlink: the kernel sends no nonsense, but a reader that trips over it reads beyond what it was given.

import { dlopen, FFIType } from "bun:ffi";
import fc from "fast-check";
import { addresses } from "../../harness/kernel/address.ts";
import { attribute, attributes, listed, nested, u32Bytes } from "../../harness/kernel/attribute.ts";
import { parse } from "../../harness/kernel/datagram.ts";
import { KernelError } from "../../harness/kernel/errno.ts";
import { fdb } from "../../harness/kernel/fdb.ts";
import { links } from "../../harness/kernel/link.ts";
import { neighbours } from "../../harness/kernel/neighbour.ts";
import type { Netlink } from "../../harness/kernel/netlink.ts";
import { routes } from "../../harness/kernel/route.ts";
import { rules } from "../../harness/kernel/rule.ts";
import { listening } from "../../harness/kernel/socket.ts";
import { readNflog } from "../../harness/trace/nflog.ts";
import { nftraceReader } from "../../harness/trace/nftrace.ts";
import { bytes, nearly, type Properties, property, throwsOnly } from "./property.ts";

// who reads asks a socket; here its other end is ours, and answers first
const {
  socketpair,
  write,
  read: take,
} = dlopen("libc.so.6", {
  socketpair: { args: [FFIType.i32, FFIType.i32, FFIType.i32, FFIType.ptr], returns: FFIType.i32 },
  write: { args: [FFIType.i32, FFIType.ptr, FFIType.u64], returns: FFIType.i64 },
  read: { args: [FFIType.i32, FFIType.ptr, FFIType.u64], returns: FFIType.i64 },
}).symbols;
const [AF_UNIX, SOCK_DGRAM_NONBLOCK] = [1, 2 | 0o4000];
const pair = new Int32Array(2);
if (socketpair(AF_UNIX, SOCK_DGRAM_NONBLOCK, 0, pair) !== 0) throw new Error("Cannot make a pair of sockets");
const [ours = -1, theirs = -1] = pair;

const message = (type: number, sequence: number, body: Uint8Array): Buffer => {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(16 + body.length, 0);
  header.writeUInt16LE(type, 4);
  header.writeUInt32LE(sequence, 8);
  return Buffer.concat([header, body, Buffer.alloc(-body.length & 3)]);
};
const done = (sequence: number) => message(3, sequence, Buffer.alloc(4));

const readers: Record<string, (netlink: Netlink) => unknown> = {
  links,
  addresses,
  "IPv4 routes": (netlink) => routes(netlink, 2),
  "IPv6 routes": (netlink) => routes(netlink, 10),
  "policy rules": (netlink) => rules(netlink, 2),
  neighbours,
  "FDB entries": (netlink) => fdb(netlink),
  sockets: listening,
};

/** Attributes of small types, some within others, with bodies of all lengths. */
const tree = fc.letrec<{ list: Buffer; one: Buffer }>((tie) => ({
  list: fc.array(tie("one"), { maxLength: 6 }).map((all) => Buffer.concat(all)),
  one: fc
    .tuple(fc.nat(64), fc.oneof({ weight: 3, arbitrary: bytes(20) }, { weight: 1, arbitrary: tie("list") }))
    .map(([type, data]) => attribute(type, data)),
})).list;

const body = fc.oneof(
  bytes(120),
  fc.tuple(bytes(72), tree).map((parts) => Buffer.concat(parts)),
  ...[8, 12, 16, 72].map((length) =>
    fc
      .tuple(fc.constantFrom(2, 10, 7, 0), fc.uint8Array({ minLength: length - 1, maxLength: length - 1 }), tree)
      .map(([family, rest, attributes]) => Buffer.concat([Buffer.of(family), rest, attributes])),
  ),
);

const drained = Buffer.alloc(64 * 1024);
const told = /^Cannot .*(cut short|missing|bytes: it has|too long|is still to come)/;

/** Reads one answer with that body, in each of the reader's questions. */
function answer(read: (netlink: Netlink) => unknown, body: Buffer): void {
  const netlink: Netlink = { fd: ours, path: "x", sequence: 0, isBounded: true, close() {} };
  const questions = read === listening ? 4 : 1;
  for (let question = 1; question <= questions; question++)
    for (const part of [message(16, question, body), done(question)]) write(theirs, part, part.length);
  try {
    throwsOnly(
      () => read(netlink),
      told,
      (error) => error instanceof KernelError && error.code === "EAGAIN",
    );
  } finally {
    for (const fd of [ours, theirs]) drain(fd);
  }
}

function drain(fd: number): void {
  while (take(fd, drained, drained.length) > 0n);
}

const datagrams = [
  message(16, 7, Buffer.from("abcd")),
  done(7),
  message(2, 7, u32Bytes(0)),
  message(16, 6, u32Bytes(1)),
];

const traceBodies = [
  Buffer.concat([
    Buffer.from([2, 0, 0, 0]),
    attribute(6, u32Bytes(9)),
    attribute(1, Buffer.from("filter\0")),
    attribute(8, Buffer.from("4500005400004000400100000a0000010a000002", "hex")),
    attribute(9, Buffer.from("0800000000010001", "hex")),
    attribute(5, attribute(1, u32Bytes(1))),
  ]),
  Buffer.concat([
    Buffer.from([2, 0, 0, 0]),
    attribute(10, Buffer.from("TRACE: raw:PREROUTING:policy:2 \0")),
    attribute(9, Buffer.from("4500005400004000400100000a0000010a0000020800000000010001", "hex")),
  ]),
];

export const properties: Properties = {
  "a datagram is read, or said to be cut short": property(
    fc.tuple(fc.oneof(bytes(), nearly([...datagrams, Buffer.concat(datagrams)])), fc.nat(8)),
    ([datagram, sequence]) => throwsOnly(() => parse(datagram, sequence, "Cannot read x"), /^Cannot read x: /),
  ),
  "attributes are read, or said to be cut short": property(
    fc.oneof(bytes(), tree, nearly([attribute(1, u32Bytes(7))])),
    (data) => {
      throwsOnly(() => attributes(data), /cut short/);
      throwsOnly(() => [nested(data), listed(data)], /cut short/);
      throwsOnly(() => attributes(data, 12), /cut short/);
    },
  ),
  ...Object.fromEntries(
    Object.entries(readers).map(([name, read]) => [
      `an answer about ${name} is read, or said to be cut short`,
      property(body, (data) => answer(read, data)),
    ]),
  ),
  "a trace of nf_tables or of iptables is read, or said to be cut short": property(
    fc.tuple(fc.constantFrom((10 << 8) | 17, 4 << 8, 16), fc.oneof(body, nearly(traceBodies))),
    ([type, body]) => {
      throwsOnly(() => nftraceReader()([{ type, body }]), told);
      throwsOnly(() => readNflog({ type, body }), told);
    },
  ),
};
