// The sockets of the probes: opened in a node's network namespace, never blocking. socket(2), ip(7).

import { closeSync } from "node:fs";
import { ownerOf } from "../kernel/ancestry.ts";
import { lastErrno } from "../kernel/errno.ts";
import { AF_INET, addressBytes } from "../kernel/inet.ts";
import { libc } from "../kernel/libc.ts";
import type { Netns } from "../kernel/netns.ts";
import { waitFor } from "../kernel/wait.ts";
import { asUser, SOCK_NONBLOCK, SOL_SOCKET, socketIn } from "../kernel/within.ts";

export const IPPROTO_ICMP = 1; // in(4)
export const MSG_NOSIGNAL = 0x4000; // send(2): who writes to a closed connection is told, not ended
const SO_REUSEADDR = 2; // socket(7)
const SO_LINGER = 13;
const SO_MARK = 36; // asm-generic/socket.h
const IPPROTO_IP = 0; // ip(7)
const IP_TOS = 1;

/** A socket for IPv4 in the network namespace, of that one's root: rules may ask whose it is. The caller closes it. */
export const inetSocket = (netns: Netns, type: number, protocol = 0): number =>
  asUser(rootOf(netns), () => socketIn(netns, AF_INET, type | SOCK_NONBLOCK, protocol));

const roots = new WeakMap<Netns, { uid: number | undefined }>();

function rootOf(netns: Netns): number | undefined {
  const known = roots.get(netns) ?? { uid: ownerOf(netns.fd, `Cannot tell whose the namespace "${netns.path}" is`) };
  roots.set(netns, known);
  return known.uid;
}

/** struct sockaddr_in, ip(7): family in host order, then port and address in network order. */
export function socketAddress(address: string, port = 0): Buffer {
  const name = Buffer.alloc(16);
  name.writeUInt16LE(AF_INET, 0);
  name.writeUInt16BE(port, 2);
  addressBytes(address).copy(name, 4);
  return name;
}

/** What a struct sockaddr_in says. */
export const endOf = (name: Buffer) => ({ address: name.subarray(4, 8).join("."), port: name.readUInt16BE(2) });

/** Binds the socket; the errno where the kernel refuses. */
export function bind(socket: number, address: string, port = 0): number {
  const name = socketAddress(address, port);
  return libc().bind(socket, name, name.length) < 0 ? lastErrno() : 0;
}

/** The address and port that the kernel gave it. */
export function nameOf(socket: number): { address: string; port: number } {
  const name = Buffer.alloc(16);
  libc().getsockname(socket, name, new Uint32Array([name.length]));
  return endOf(name);
}

/** The type of service of what it sends from now on. */
export const setTos = (socket: number, tos: number): void => {
  libc().setsockopt(socket, IPPROTO_IP, IP_TOS, new Int32Array([tos]), 4);
};

/** The firewall mark of what it sends from now on. */
export const setMark = (socket: number, mark: number): void => {
  libc().setsockopt(socket, SOL_SOCKET, SO_MARK, new Uint32Array([mark]), 4);
};

/** A listener that was just closed leaves its port free at once, and what is closed leaves nothing behind: no TIME-WAIT. */
export function leaveNoTrace(socket: number): void {
  libc().setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, new Int32Array([1]), 4);
  libc().setsockopt(socket, SOL_SOCKET, SO_LINGER, new Int32Array([1, 0]), 8); // on, for 0 seconds: a reset
}

const scratch = Buffer.alloc(64 * 1024);

/** Takes one datagram, or what a connection has; the errno as a negative number where there is nothing, 0 at the end. */
export function take(socket: number, sender: Buffer | null = null): Buffer | number {
  const size = sender && new Uint32Array([sender.length]);
  const length = libc().recvfrom(socket, scratch, scratch.length, 0, sender, size);
  if (length > 0) return Buffer.from(scratch.subarray(0, length));
  return length === 0 ? 0 : -lastErrno();
}

export function closeAll(sockets: Iterable<number>): void {
  for (const socket of sockets) closeSync(socket);
}

const atOnce = 5; // ms: an answer on one machine comes in microseconds, and to wait for it in the kernel is the quickest

/** Looks until it is so, or for so many ms: when one of the sockets has something, and now and then. Was it so? */
export async function until(isSo: () => boolean, sockets: number[], patience: number): Promise<boolean> {
  for (const begin = performance.now(); !isSo(); ) {
    const waited = performance.now() - begin;
    if (waited > patience) return false;
    if (waited < atOnce) waitFor(sockets, { limit: 1 });
    else await Bun.sleep(1);
  }
  return true;
}
