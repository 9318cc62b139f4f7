// ICMP echo messages: RFC 792, page 14. As ping(8) sends them, with 56 bytes of data: 84 with both headers. Where ping has the
// time, there is the nonce that tells ours from everybody else's.

/** `ttl`: what is left of it. */
export type Echo = { kind: "request" | "reply"; source: string; ttl: number; sequence: number };

const ECHO_REPLY = 0;
const ECHO_REQUEST = 8;
const HEADER_BYTES = 8; // type, code, checksum, identifier, sequence number
const DATA_BYTES = 56;
/** Of an echo request as ping(8) sends it, with both headers. */
export const PING_BYTES = 84;
const HEADERS_BYTES = PING_BYTES - DATA_BYTES;
const UNREACHABLE = 3;
const TIME_EXCEEDED = 11;

/** An echo request that carries the nonce of 16 bytes; `bytes`: of the whole packet. */
export function echoRequest(nonce: Uint8Array, sequence: number, bytes = PING_BYTES): Buffer {
  const message = Buffer.alloc(HEADER_BYTES + bytes - HEADERS_BYTES);
  message.writeUInt8(ECHO_REQUEST, 0);
  message.set(nonce.subarray(0, 2), 4); // the identifier
  message.writeUInt16BE(sequence, 6);
  for (let at = HEADER_BYTES + nonce.length; at < message.length; at++) message[at] = at - HEADER_BYTES; // ping's pattern: 10 11 12 … 37
  message.set(nonce, HEADER_BYTES);
  message.writeUInt16BE(checksum(message), 2);
  return message;
}

/**
 * What a raw socket received (an IPv4 packet, header and all: raw(7)), or a packet socket (anything), if it is an echo
 * that carries the nonce.
 */
export function readEcho(packet: Buffer, nonce: Uint8Array): Echo | undefined {
  const icmp = headerLength(packet, 0);
  const type = packet[icmp];
  if (type !== ECHO_REPLY && type !== ECHO_REQUEST) return undefined;
  const data = icmp + HEADER_BYTES;
  if (!packet.subarray(data, data + nonce.length).equals(nonce)) return undefined;
  return {
    kind: type === ECHO_REPLY ? "reply" : "request",
    source: packet.subarray(12, 16).join("."),
    ttl: packet.readUInt8(8),
    sequence: packet.readUInt16BE(icmp + 6),
  };
}

/** Who says that an echo request with the nonce could not go on, and why; undefined for any other packet. */
export function readComplaint(packet: Buffer, nonce: Uint8Array): string | undefined {
  const icmp = headerLength(packet, 0);
  const original = icmp + HEADER_BYTES; // the begin of the packet in question
  const echo = original + headerLength(packet, original);
  if (packet[icmp] !== UNREACHABLE && packet[icmp] !== TIME_EXCEEDED) return undefined;
  if (packet[echo] !== ECHO_REQUEST || !packet.subarray(echo + 4, echo + 6).equals(nonce.subarray(0, 2)))
    return undefined;
  const what =
    packet[icmp] === UNREACHABLE ? (unreachable[packet[icmp + 1]!] ?? "Unreachable") : "Time to live exceeded";
  return `${what}, says ${packet.subarray(12, 16).join(".")}`;
}

/** By code, in ping's words. RFC 792, RFC 1812. */
const unreachable: Record<number, string> = {
  0: "Destination Net Unreachable",
  1: "Destination Host Unreachable",
  2: "Destination Protocol Unreachable",
  3: "Destination Port Unreachable",
  4: "Frag needed",
  9: "Destination Net Prohibited",
  10: "Destination Host Prohibited",
  13: "Packet filtered",
};

/** Of the IPv4 header that begins there, in bytes; RFC 791. */
export const headerLength = (packet: Buffer, at: number): number => ((packet[at] ?? 0) & 0x0f) * 4;

/** The Internet checksum (RFC 1071): one's complement of the one's complement sum of the 16-bit words, an odd byte filled with 0. */
export function checksum(message: Buffer): number {
  let sum = 0;
  for (let i = 0; i < message.length; i += 2) sum += (message[i]! << 8) | (message[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
