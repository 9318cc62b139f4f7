import { attributes, flag } from "./attribute.ts";
import { ifnames } from "./ifname.ts";
import { AF_INET, AF_INET6, address, familyName } from "./inet.ts";
import { dump, type Netlink } from "./netlink.ts";

/** One socket that waits for peers, in the words of ss(8). */
export type ListeningSocket = {
  netid: "tcp" | "udp";
  /** "LISTEN" for TCP; "UNCONN" for UDP, which knows no listening. */
  state: string;
  family: string;
  /** "0.0.0.0" or "::" for every address. */
  local: string;
  port: number;
  /** The link it is bound to. */
  dev?: string;
  /** IPv6 only: false where it takes IPv4 too (ss then shows the address as "*"). */
  v6only?: boolean;
  uid: number;
  /** The socket's inode: /proc/PID/fd/N of the process that holds it is "socket:[inode]". */
  inode: number;
};

const SOCK_DIAG_BY_FAMILY = 20; // linux/sock_diag.h
// linux/inet_diag.h: struct inet_diag_req_v2 is u8 family, protocol, extensions, padding; u32 states; 48 bytes sockid.
// struct inet_diag_msg is u8 family, state, timer, retransmits; 48 bytes sockid; u32 expires, 2 queues, uid, inode.
const REQUEST_BYTES = 56;
const ANSWER_BYTES = 72;
const LOCAL_AT = 8; // in struct inet_diag_msg: the local address, after both ports in network order
const INET_DIAG_SKV6ONLY = 11; // linux/inet_diag.h
const TCP_CLOSE = 7; // net/tcp_states.h; an unconnected UDP socket has it too
const TCP_LISTEN = 10;
const PROTOCOLS = [
  { netid: "tcp", protocol: 6, state: TCP_LISTEN, name: "LISTEN" },
  { netid: "udp", protocol: 17, state: TCP_CLOSE, name: "UNCONN" },
] as const;

/** The listening TCP and UDP sockets of the namespace, over a NETLINK_SOCK_DIAG socket: `ss -ltun`. sock_diag(7). */
export function listening(netlink: Netlink): ListeningSocket[] {
  const nameOf = ifnames(netlink);
  return PROTOCOLS.flatMap(({ netid, protocol, state, name }) =>
    [AF_INET, AF_INET6].flatMap((family) => {
      const body = Buffer.alloc(REQUEST_BYTES);
      body.writeUInt8(family, 0);
      body.writeUInt8(protocol, 1);
      body.writeUInt32LE(1 << state, 4);
      const messages = dump(netlink, "listening sockets", SOCK_DIAG_BY_FAMILY, body);
      return messages.map((message) => ({ netid, state: name, ...record(message.body, nameOf) }));
    }),
  );
}

/** One TCP connection, seen from its end in the namespace. */
export type Connection = {
  local: string;
  port: number;
  peer: string;
  peerPort: number;
  /** False where the peer has asked for it, and has not yet said that it got the answer. */
  isOpen: boolean;
  /** Bytes that came in; 0 where the kernel tells nothing more of it (it is in TIME-WAIT). */
  received: number;
};

const TCP_SYN_RECV = 3; // net/tcp_states.h
// without SYN-SENT, CLOSE and LISTEN
const CONNECTIONS = 0xfff & ~((1 << 2) | (1 << TCP_CLOSE) | (1 << TCP_LISTEN));
const INET_DIAG_INFO = 2; // linux/inet_diag.h
const BYTES_RECEIVED_AT = 128; // linux/tcp.h, struct tcp_info: u64 tcpi_bytes_received

/** The TCP connections at one port of the namespace's own, over a NETLINK_SOCK_DIAG socket: `ss -tn sport = :80`. */
export function connections(netlink: Netlink, port: number): Connection[] {
  return [AF_INET, AF_INET6].flatMap((family) => {
    const body = Buffer.alloc(REQUEST_BYTES);
    body.set([family, PROTOCOLS[0].protocol, 1 << (INET_DIAG_INFO - 1)]);
    body.writeUInt32LE(CONNECTIONS, 4);
    body.writeUInt16BE(port, 8);
    return dump(netlink, "TCP connections", SOCK_DIAG_BY_FAMILY, body).map((message) => connection(message.body));
  });
}

function connection(body: Buffer): Connection {
  const bytes = body.readUInt8(0) === AF_INET ? 4 : 16;
  const end = (at: number) => address(body.subarray(at, at + bytes));
  const info = attributes(body, ANSWER_BYTES).get(INET_DIAG_INFO);
  const isTold = info !== undefined && info.length >= BYTES_RECEIVED_AT + 8;
  return {
    local: end(LOCAL_AT),
    port: body.readUInt16BE(4),
    peer: end(LOCAL_AT + 16),
    peerPort: body.readUInt16BE(6),
    isOpen: body.readUInt8(1) !== TCP_SYN_RECV,
    received: isTold ? Number(info.readBigUInt64LE(BYTES_RECEIVED_AT)) : 0,
  };
}

function record(body: Buffer, nameOf: (ifindex: number) => string): Omit<ListeningSocket, "netid" | "state"> {
  const v6only = attributes(body, ANSWER_BYTES).get(INET_DIAG_SKV6ONLY);
  const family = body.readUInt8(0);
  const ifindex = body.readUInt32LE(40);
  return {
    family: familyName(family),
    local: address(body.subarray(LOCAL_AT, LOCAL_AT + (family === AF_INET ? 4 : 16))),
    port: body.readUInt16BE(4),
    ...(ifindex !== 0 && { dev: nameOf(ifindex) }),
    ...(v6only && { v6only: flag(v6only) }),
    uid: body.readUInt32LE(64),
    inode: body.readUInt32LE(68),
  };
}
