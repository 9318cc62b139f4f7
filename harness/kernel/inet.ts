// Addresses as bytes and as text: IPv4, IPv6 (RFC 5952), link layer.

export const AF_INET = 2; // socket(2)
export const AF_INET6 = 10;

/** The family's name in iproute2's words. */
export const familyName = (family: number): string =>
  family === AF_INET ? "inet" : family === AF_INET6 ? "inet6" : String(family);

/** The number of bits of an address of this family. */
export const addressBits = (family: number): number => (family === AF_INET ? 32 : 128);

/** The text of an IPv4 (4 bytes) or IPv6 (16 bytes) address. */
export function address(bytes: Buffer): string {
  if (bytes.length === 4) return bytes.join(".");
  if (bytes.length === 16) return ipv6(bytes);
  throw new RangeError(`Cannot read an address of ${bytes.length} bytes: it has 4 (IPv4) or 16 (IPv6)`);
}

/** RFC 5952: lower case, no leading zeros, the first longest run of two or more zeros as "::". */
function ipv6(bytes: Buffer): string {
  const isMapped = bytes.readBigUInt64BE(0) === 0n && bytes.readUInt32BE(8) === 0xffff;
  if (isMapped) return `::ffff:${bytes.subarray(12).join(".")}`;
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2));
  const zeros = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  if (zeros.length < 2) return hex.join(":");
  return `${hex.slice(0, zeros.start).join(":")}::${hex.slice(zeros.start + zeros.length).join(":")}`;
}

function longestZeros(groups: number[]): { start: number; length: number } {
  let longest = { start: 0, length: 0 };
  let length = 0;
  for (const [index, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > longest.length) longest = { start: index - length + 1, length };
  }
  return longest;
}

/** The bytes of an address: 4 for IPv4, 16 for IPv6. Throws where the text is neither. */
export function addressBytes(text: string): Buffer {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) {
    const bytes = text.split(".").map(Number);
    if (bytes.every((byte) => byte <= 255)) return Buffer.from(bytes);
  } else if (URL.canParse(`http://[${text}]`)) {
    return ipv6Bytes(new URL(`http://[${text}]`).hostname.slice(1, -1)); // all in hexadecimal, at most one "::"
  }
  throw new RangeError(`Cannot read the address "${text}": it is neither IPv4 nor IPv6`);
}

function ipv6Bytes(canonical: string): Buffer {
  const [before = "", after] = canonical.split("::");
  const left = before.split(":").filter(Boolean);
  const right = (after ?? "").split(":").filter(Boolean);
  const zeros = Array<string>(8 - left.length - right.length).fill("0");
  const bytes = Buffer.alloc(16);
  for (const [index, group] of [...left, ...zeros, ...right].entries())
    bytes.writeUInt16BE(Number.parseInt(group, 16), index * 2);
  return bytes;
}

/** A link-layer address in hexadecimal: "02:42:ac:11:00:02". */
export const mac = (bytes: Buffer): string => bytes.toString("hex").replace(/..(?=.)/g, "$&:");
