// Netlink attributes: length, type, data, padded to 4 bytes. netlink(7), linux/netlink.h. Numbers are in host order
// unless said otherwise, and Bun runs on little-endian machines only.

const HEADER_BYTES = 4; // struct nlattr
const TYPE_MASK = 0x3fff; // NLA_TYPE_MASK: the two bits above it are flags

export type Attributes = Map<number, Buffer>;

/** Each size in netlink is rounded up to 4; NLMSG_ALIGN, NLA_ALIGN. */
export const align = (length: number): number => (length + 3) & ~3;

/** The attributes from `offset` on, data by type. Throws where one claims more bytes than there are. */
export function attributes(bytes: Buffer, offset = 0): Attributes {
  if (bytes.length < offset) throw new Error("Cannot read a netlink message: its header is cut short");
  const found: Attributes = new Map();
  walk(bytes, offset, (type, data) => found.set(type, data));
  return found;
}

function walk(bytes: Buffer, offset: number, use: (type: number, data: Buffer) => void): void {
  for (let at = offset; at + HEADER_BYTES <= bytes.length; ) {
    const length = bytes.readUInt16LE(at);
    if (length < HEADER_BYTES || at + length > bytes.length)
      throw new Error("Cannot read a netlink attribute: it is cut short");
    use(bytes.readUInt16LE(at + 2) & TYPE_MASK, bytes.subarray(at + HEADER_BYTES, at + length));
    at += align(length);
  }
}

/** The attributes within an attribute; none where it is missing. */
export const nested = (bytes: Buffer | undefined): Attributes => (bytes ? attributes(bytes) : new Map());

/** The data of each attribute within an attribute, where several are of one type. */
export function listed(bytes: Buffer | undefined): Buffer[] {
  const all: Buffer[] = [];
  if (bytes) walk(bytes, 0, (_, data) => all.push(data));
  return all;
}

/** One attribute, ready to be sent. */
export function attribute(type: number, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(align(HEADER_BYTES + data.length));
  bytes.writeUInt16LE(HEADER_BYTES + data.length, 0);
  bytes.writeUInt16LE(type, 2);
  bytes.set(data, HEADER_BYTES);
  return bytes;
}

/** A u32 as an attribute's data. */
export function u32Bytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** The bytes, where there are enough of them for a number. */
function enough(bytes: Buffer, count: number): Buffer {
  if (bytes.length < count) throw new Error("Cannot read a netlink attribute: its number is cut short");
  return bytes;
}

export const u8 = (bytes: Buffer): number => enough(bytes, 1).readUInt8(0);
export const u16 = (bytes: Buffer): number => enough(bytes, 2).readUInt16LE(0);
export const u32 = (bytes: Buffer): number => enough(bytes, 4).readUInt32LE(0);
export const i32 = (bytes: Buffer): number => enough(bytes, 4).readInt32LE(0);
export const be16 = (bytes: Buffer): number => enough(bytes, 2).readUInt16BE(0);
export const be32 = (bytes: Buffer): number => enough(bytes, 4).readInt32BE(0);
export const be64 = (bytes: Buffer): bigint => enough(bytes, 8).readBigUInt64BE(0);
/** A byte that says yes or no. */
export const flag = (bytes: Buffer): boolean => u8(bytes) !== 0;
/** A string, with or without its closing zero byte. */
export function text(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString("utf8", 0, end < 0 ? bytes.length : end);
}
/** As iproute2's JSON prints a number in hexadecimal: "0x8001", and "0" for zero. */
export const hex = (value: number): string => (value === 0 ? "0" : `0x${value.toString(16)}`);

/** One row of a table that turns attributes into a record: the attribute's type, the record's key, the reader. */
export type Field = readonly [type: number, key: string, read: (bytes: Buffer) => unknown];

/** The record of the attributes that are there. */
export function pick(found: Attributes, fields: readonly Field[]): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [type, key, read] of fields) {
    const bytes = found.get(type);
    if (bytes) record[key] = read(bytes);
  }
  return record;
}

/** The names of the bits that are set, in the table's order. */
export const bits = (value: number, names: readonly (readonly [bit: number, name: string])[]): string[] =>
  names.filter(([bit]) => value & bit).map(([, name]) => name);
