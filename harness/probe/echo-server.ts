// Echo servers of the probes: RFC 862, over TCP and UDP, in a node's network namespace. Those who come at the same time share one.

import { constants } from "node:os";
import { errnoText } from "../kernel/errno.ts";
import { libc } from "../kernel/libc.ts";
import type { KernelNode } from "../kernel/node.ts";
import { SOCK_DGRAM, SOCK_NONBLOCK, SOCK_STREAM } from "../kernel/within.ts";
import {
  bind,
  closeAll,
  endOf,
  inetSocket,
  leaveNoTrace,
  MSG_NOSIGNAL,
  nameOf,
  socketAddress,
  take,
} from "./socket.ts";

/** Who came, from where, and what he has sent until now. */
export type Visit = { address: string; port: number; said: Buffer };

export type EchoServer = {
  /** Where it is. */
  name: Buffer;
  port: number;
  /** Takes what has come and sends it back. */
  serve(): readonly Visit[];
  /** To wait on. */
  sockets: number[];
  close(): void;
};

const { EADDRINUSE, EACCES } = constants.errno;
const open = new Map<string, { server: EchoServer; users: number }>();

/**
 * An echo server of the node's at the address; the reason where that is none of its own. Where somebody else has the port,
 * another one, and 0 is any. Each user closes it.
 */
export function echoServer(
  node: KernelNode,
  protocol: "tcp" | "udp",
  address: string,
  port: number,
): EchoServer | string {
  const key = `${protocol} ${node.inode} ${address} ${port}`;
  const known = port ? open.get(key) : undefined;
  if (known) {
    known.users++;
    return known.server;
  }
  const type = protocol === "tcp" ? SOCK_STREAM : SOCK_DGRAM;
  const socket = inetSocket(node.netns, type);
  leaveNoTrace(socket);
  const first = bind(socket, address, port);
  const errno = first === EADDRINUSE || first === EACCES ? bind(socket, address) : first;
  if (errno) {
    closeAll([socket]);
    return `${node.name} cannot listen at ${address}: ${errnoText(errno)}`;
  }
  const server = { ...(protocol === "tcp" ? overTcp(socket) : overUdp(socket)), ...placeOf(socket, address), close };
  open.set(key, { server, users: 1 });
  return server;

  function close(): void {
    const entry = open.get(key);
    if (entry && entry.server === server && --entry.users > 0) return;
    if (entry?.server === server) open.delete(key);
    closeAll(server.sockets.splice(0));
  }
}

function placeOf(socket: number, address: string) {
  const { port } = nameOf(socket);
  return { port, name: socketAddress(address, port) };
}

function overTcp(listening: number): Pick<EchoServer, "serve" | "sockets"> {
  libc().listen(listening, 64);
  const sockets = [listening];
  const visits: (Visit & { socket: number; echoed: number })[] = [];
  return {
    sockets,
    serve() {
      for (;;) {
        const peer = Buffer.alloc(16);
        const socket = libc().accept4(listening, peer, new Uint32Array([peer.length]), SOCK_NONBLOCK);
        if (socket < 0) break;
        leaveNoTrace(socket);
        sockets.push(socket);
        visits.push({ ...endOf(peer), said: Buffer.alloc(0), socket, echoed: 0 });
      }
      for (const visit of visits) {
        for (let part = take(visit.socket); part instanceof Buffer; part = take(visit.socket))
          visit.said = Buffer.concat([visit.said, part]);
        const rest = visit.said.subarray(visit.echoed);
        if (rest.length)
          visit.echoed += Math.max(0, libc().sendto(visit.socket, rest, rest.length, MSG_NOSIGNAL, null, 0));
      }
      return visits;
    },
  };
}

function overUdp(socket: number): Pick<EchoServer, "serve" | "sockets"> {
  const visits: Visit[] = [];
  return {
    sockets: [socket],
    serve() {
      const sender = Buffer.alloc(16);
      for (let said = take(socket, sender); said instanceof Buffer; said = take(socket, sender)) {
        visits.push({ ...endOf(sender), said });
        libc().sendto(socket, said, said.length, 0, sender, sender.length);
      }
      return visits;
    },
  };
}
