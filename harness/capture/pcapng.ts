// A capture as a file for Wireshark: draft-ietf-opsawg-pcapng; the sections below are the draft's.
// Numbers are in the byte order of the machine that writes: the byte-order magic tells the reader.

export type CapturedInterface = {
  node: string;
  ifname: string;
  /** How many frames the kernel had no room for. */
  lost?: number;
};

export type CapturedPacket = {
  /** Which of the interfaces, from 0. */
  interface: number;
  /** Nanoseconds since the epoch. */
  time: bigint;
  bytes: Uint8Array;
  /** On the wire; `bytes` may be cut short. */
  length: number;
  direction: "in" | "out";
  /** How the kernel sorted it: packet(7). */
  cast: "host" | "broadcast" | "multicast" | "otherhost" | "outgoing";
};

const SECTION_HEADER = 0x0a0d0d0a; // section 4.1
const INTERFACE_DESCRIPTION = 1; // section 4.2
const ENHANCED_PACKET = 6; // section 4.3
const INTERFACE_STATISTICS = 5; // section 4.6
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const UNKNOWN_LENGTH = 0xffffffff; // twice: -1 in 64 bits
const LINKTYPE_ETHERNET = 1;
const SNAPLEN = 262144; // tcpdump's default, and the most that Wireshark takes

const SHB_USERAPPL = 4;
const IF_NAME = 2;
const IF_DESCRIPTION = 3;
const IF_TSRESOL = 9;
const NANOSECONDS = 9; // the exponent: 10^-9
const EPB_FLAGS = 2;
const ISB_IFDROP = 5;

// section 4.3.1: the lowest two bits are the direction, the next three how the frame was received
const DIRECTION = { in: 0b01, out: 0b10 };
const RECEPTION = { outgoing: 0, host: 1, multicast: 2, broadcast: 3, otherhost: 4 };

/** One section; packets in the order of time. */
export function pcapng(interfaces: CapturedInterface[], packets: CapturedPacket[]): Uint8Array {
  const end = packets.at(-1)?.time ?? 0n;
  const header = [u32(BYTE_ORDER_MAGIC), u16(1), u16(0), u32(UNKNOWN_LENGTH), u32(UNKNOWN_LENGTH)];
  return Buffer.concat([
    block(SECTION_HEADER, ...header, options([SHB_USERAPPL, Buffer.from("container-network-labs")])),
    ...interfaces.map(interfaceDescription),
    ...packets.map(enhancedPacket),
    ...interfaces.flatMap(({ lost }, index) => (lost === undefined ? [] : [interfaceStatistics(index, lost, end)])),
  ]);
}

function interfaceDescription({ node, ifname }: CapturedInterface): Buffer {
  const described = options(
    [IF_NAME, Buffer.from(`${node} ${ifname}`)],
    [IF_DESCRIPTION, Buffer.from(`${ifname} on ${node}`)],
    [IF_TSRESOL, Buffer.from([NANOSECONDS])],
  );
  return block(INTERFACE_DESCRIPTION, u16(LINKTYPE_ETHERNET), u16(0), u32(SNAPLEN), described);
}

function enhancedPacket({ interface: index, time, bytes, length, direction, cast }: CapturedPacket): Buffer {
  const flags = DIRECTION[direction] | (RECEPTION[cast] << 2);
  const head = [u32(index), timestamp(time), u32(bytes.length), u32(length)];
  return block(ENHANCED_PACKET, ...head, padded(bytes), options([EPB_FLAGS, u32(flags)]));
}

const interfaceStatistics = (index: number, lost: number, time: bigint): Buffer =>
  block(INTERFACE_STATISTICS, u32(index), timestamp(time), options([ISB_IFDROP, u64(BigInt(lost))]));

/** Section 3.1: type and total length, the body, the total length again. */
function block(type: number, ...body: Buffer[]): Buffer {
  const length = u32(12 + body.reduce((sum, { byteLength }) => sum + byteLength, 0));
  return Buffer.concat([u32(type), length, ...body, length]);
}

/** Section 3.5: number and length of each value; number 0 ends them. */
function options(...values: [number: number, value: Buffer][]): Buffer {
  const each = values.flatMap(([number, value]) => [u16(number), u16(value.length), padded(value)]);
  return Buffer.concat([...each, u16(0), u16(0)]);
}

const padded = (bytes: Uint8Array): Buffer => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);

/** The upper 32 bits, then the lower ones. */
const timestamp = (time: bigint): Buffer => Buffer.concat([u32(Number(time >> 32n)), u32(Number(time & 0xffffffffn))]);

const u16 = (value: number): Buffer => Buffer.from(Uint16Array.of(value).buffer);
const u32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer);
const u64 = (value: bigint): Buffer => Buffer.from(BigUint64Array.of(value).buffer);
