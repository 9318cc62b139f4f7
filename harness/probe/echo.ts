// ICMP echo messages: RFC 792, page 14. The nonce in the data tells ours from everybody else's.

/** `ttl`: what is left of it. */
export type Echo = { kind: "request" | "reply"; source: string; ttl: number };

const ECHO_REPLY = 0;
const ECHO_REQUEST = 8;
const HEADER_BYTES = 8; // type, code, checksum, identifier, sequence number

/** An echo request that carries the nonce. */
export function echoRequest(nonce: Uint8Array, sequence: number): Buffer {
  const message = Buffer.alloc(HEADER_BYTES + nonce.length);
  message.writeUInt8(ECHO_REQUEST, 0);
  message.writeUInt16BE(process.pid & 0xffff, 4);
  message.writeUInt16BE(sequence, 6);
  message.set(nonce, HEADER_BYTES);
  message.writeUInt16BE(checksum(message), 2);
  return message;
}

/**
 * What a raw socket received (an IPv4 packet, header and all: raw(7)), or a packet socket (anything), if it is an echo
 * that carries the nonce.
 */
export function readEcho(packet: Buffer, nonce: Uint8Array): Echo | undefined {
  const ipHeader = ((packet[0] ?? 0) & 0xf) * 4;
  const type = packet[ipHeader];
  if (type !== ECHO_REPLY && type !== ECHO_REQUEST) return undefined;
  if (!packet.subarray(ipHeader + HEADER_BYTES).equals(nonce)) return undefined;
  const kind = type === ECHO_REPLY ? "reply" : "request";
  return { kind, source: packet.subarray(12, 16).join("."), ttl: packet.readUInt8(8) };
}

/** The Internet checksum (RFC 1071): one's complement of the one's complement sum of the 16-bit words. */
function checksum(message: Buffer): number {
  let sum = 0;
  for (let i = 0; i + 1 < message.length; i += 2) sum += message.readUInt16BE(i);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
