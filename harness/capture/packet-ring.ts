// Every frame on every interface of one network namespace: an AF_PACKET socket with a ring that the kernel writes into, each
// frame stamped as it passes. packet(7); linux/if_packet.h; the kernel's Documentation/networking/packet_mmap.rst.

import { type Pointer, toArrayBuffer } from "bun:ffi";
import { close, closeSync } from "node:fs";
import { must } from "../kernel/errno.ts";
import { libc } from "../kernel/libc.ts";
import type { Netns } from "../kernel/netns.ts";
import { SOCK_RAW, socketIn } from "../kernel/within.ts";

/** How the kernel sorted a frame by its destination MAC address; "outgoing" for one that the node sends itself. */
export type Cast = "host" | "broadcast" | "multicast" | "otherhost" | "outgoing";

export type RingFrame = {
  ifindex: number;
  /** Nanoseconds since the epoch, by the kernel's clock. */
  time: bigint;
  cast: Cast;
  /** The frame from its Ethernet header on, at most `frameBytes` of it. */
  bytes: Buffer;
  /** Its whole length, bytes. */
  length: number;
};

export type PacketRing = {
  /** The frames since the last call, in the kernel's order. */
  take(): RingFrame[];
  /** How many frames the kernel had no room for, since the last call. */
  lost(): number;
  close(): Promise<unknown>;
};

export const AF_PACKET = 17; // socket(2)
const ETH_P_ALL = 0x0003; // linux/if_ether.h
const SOL_PACKET = 263;
const PACKET_RX_RING = 5;
const PACKET_STATISTICS = 6;
const PACKET_VERSION = 10;
const TPACKET_V2 = 1;
const PROT_READ_WRITE = 3; // mmap(2)
const MAP_SHARED = 1;
const TP_STATUS_KERNEL = 0; // the kernel may write
const TP_STATUS_USER = 1; // we may read
const TP_STATUS_VLAN_VALID = 1 << 4;
const CASTS: Cast[] = ["host", "broadcast", "multicast", "otherhost", "outgoing"]; // PACKET_*

// struct tpacket2_hdr: u32 status, len, snaplen; u16 mac, net; u32 sec, nsec; u16 vlan_tci, vlan_tpid; 4 bytes of padding
const SOCKADDR_AT = 32; // struct sockaddr_ll: u16 family, be16 protocol, i32 ifindex, u16 hatype, u8 pkttype, …
/** One slot of the ring: its header, then a frame of up to some 1,960 bytes. */
const slotBytes = 2048;
const slotsPerBlock = 32;

/** A packet socket without its ring yet. */
export type Unringed = { fd: number; blocks: number; path: string };

const action = ({ path }: Pick<Netns, "path">) => `Cannot capture in the network namespace "${path}"`;

/** Nothing comes in before the ring is there, which has room for `slots` frames between two calls of `take`. */
export const openPacketSocket = (netns: Netns, slots: number): Unringed => ({
  fd: socketIn(netns, AF_PACKET, SOCK_RAW, 0), // protocol 0: no frames
  blocks: Math.ceil(slots / slotsPerBlock),
  path: netns.path,
});

/** Takes some 10 ms (RCU). */
export function makeRing({ fd, blocks, path }: Unringed): void {
  const set = (option: number, value: Uint32Array) =>
    must(libc().setsockopt(fd, SOL_PACKET, option, value, value.byteLength), action({ path }));
  set(PACKET_VERSION, new Uint32Array([TPACKET_V2]));
  // struct tpacket_req: block size, number of blocks, frame size, number of frames
  set(PACKET_RX_RING, new Uint32Array([slotsPerBlock * slotBytes, blocks, slotBytes, blocks * slotsPerBlock]));
}

/** The capture of a socket that has its ring; frames come in from now on. */
export function ringOf({ fd, blocks, path }: Unringed): PacketRing {
  const ring = mapped(fd, blocks * slotsPerBlock * slotBytes, action({ path }));
  const everyInterface = linkAddress(ETH_P_ALL, 0);
  must(libc().bind(fd, everyInterface, everyInterface.length), action({ path }));
  return {
    ...reader(ring.bytes),
    lost: () => lost(fd, action({ path })),
    close() {
      ring.unmap();
      return letGo(fd);
    },
  };
}

/** Opens the capture; frames come in from now on. The ring has room for `slots` frames between two calls of `take`. */
export function openPacketRing(netns: Netns, slots = 1024): PacketRing {
  const socket = openPacketSocket(netns, slots);
  try {
    makeRing(socket);
    return ringOf(socket);
  } catch (error) {
    closeSync(socket.fd);
    throw error;
  }
}

/**
 * Closes packet sockets. For each the kernel waits until no processor is in the middle of a frame (packet_release(), 15 ms): not on
 * this thread, where probes wait for their replies. Whoever had many waits for it: a process that ends closes what is left in turn.
 */
export const letGo = (...sockets: number[]): Promise<unknown> =>
  Promise.all(sockets.map((socket) => new Promise((resolve) => close(socket, resolve))));

/** struct sockaddr_ll, packet(7): where a packet socket is bound, or sends; the index 0 is every interface. */
export function linkAddress(protocol: number, ifindex: number): Buffer {
  const address = Buffer.alloc(20);
  address.writeUInt16LE(AF_PACKET, 0);
  address.writeUInt16BE(protocol, 2);
  address.writeInt32LE(ifindex, 4);
  return address;
}

function mapped(fd: number, length: number, action: string) {
  const at = libc().mmap(null, length, PROT_READ_WRITE, MAP_SHARED, fd, 0);
  must(at === -1n ? -1 : 0, action);
  const bytes = toArrayBuffer(Number(at) as Pointer, 0, length);
  return { bytes, unmap: () => libc().munmap(at, length) };
}

function reader(memory: ArrayBuffer): Pick<PacketRing, "take"> {
  const ring = Buffer.from(memory);
  const words = new Int32Array(memory);
  let slot = 0;
  return {
    take() {
      const frames: RingFrame[] = [];
      // atomic: what the kernel wrote before it set the status must be seen after it
      for (;;) {
        const status = Atomics.load(words, (slot * slotBytes) / 4);
        if (!(status & TP_STATUS_USER)) return frames;
        frames.push(readSlot(ring.subarray(slot * slotBytes, (slot + 1) * slotBytes), status));
        Atomics.store(words, (slot * slotBytes) / 4, TP_STATUS_KERNEL);
        slot = ((slot + 1) * slotBytes) % ring.length === 0 ? 0 : slot + 1;
      }
    },
  };
}

function readSlot(slot: Buffer, status: number): RingFrame {
  const start = slot.readUInt16LE(12);
  const raw = slot.subarray(start, start + slot.readUInt32LE(8));
  const tag = status & TP_STATUS_VLAN_VALID ? tagOf(slot) : Buffer.alloc(0);
  return {
    ifindex: slot.readInt32LE(SOCKADDR_AT + 4),
    time: BigInt(slot.readUInt32LE(16)) * 1_000_000_000n + BigInt(slot.readUInt32LE(20)),
    cast: CASTS[slot[SOCKADDR_AT + 10]!] ?? "otherhost",
    bytes: Buffer.concat([raw.subarray(0, 12), tag, raw.subarray(12)]), // a copy: the kernel gets the slot back
    length: slot.readUInt32LE(4) + tag.length,
  };
}

/** The 802.1Q tag that the kernel took out of the frame: TPID and TCI, between the MAC addresses and the type. */
function tagOf(slot: Buffer): Buffer {
  const tag = Buffer.alloc(4);
  tag.writeUInt16BE(slot.readUInt16LE(26), 0);
  tag.writeUInt16BE(slot.readUInt16LE(24), 2);
  return tag;
}

/** struct tpacket_stats: packets, drops; reading them sets them to 0. */
function lost(fd: number, action: string): number {
  const stats = new Uint32Array(2);
  must(libc().getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, stats, new Uint32Array([stats.byteLength])), action);
  return stats[1]!;
}
