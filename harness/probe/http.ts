// Asks a web server as curl does, in-process: which socket of which stack took the question is known, not only what was said.

import { constants } from "node:os";
import { errnoText, lastErrno } from "../kernel/errno.ts";
import type { Fact } from "../kernel/facts.ts";
import { libc } from "../kernel/libc.ts";
import type { KernelNode } from "../kernel/node.ts";
import type { Connection } from "../kernel/socket.ts";
import { SOCK_STREAM } from "../kernel/within.ts";
import { chill } from "./cold.ts";
import { type Field, placeOf } from "./field.ts";
import { type HttpResponse, readResponse } from "./http-response.ts";
import { closeAll, inetSocket, MSG_NOSIGNAL, socketAddress, take, until } from "./socket.ts";
import type { Asked, Manner } from "./turns.ts";

/** How far the first packet of a connection came, where its answer did not come back. */
export type Handshake = { request: "arrived" | "refused" | "lost" | "not sent"; reply: "lost" };

export type HttpAnswer = {
  /** The response's, or why there was none. */
  status: number | string;
  body?: string;
  /** Which server's port the connection came to. */
  server: string;
  /** Of a connection that did not come about. */
  handshake?: Handshake;
};

/** The server that should answer: a port of a node's own stack. */
export type Server = { node: KernelNode; port: number };

const times = 5; // asked one after the other: what leads some to somebody else is found out
const soon = 300; // ms in which a server answers that is at rest
const longest = 500; // ms in which it is asked again
const away = 300; // ms
const patience = 2200; // longer than after which TCP asks again
const { EAGAIN, EINPROGRESS, ECONNREFUSED } = constants.errno;

/** Asks for `http://ADDRESS[:PORT]`, when it is its turn. No answer in two seconds is an answer too. */
export async function http(field: Field, from: KernelNode, url: string, server: Server): Promise<Fact<HttpAnswer>> {
  const ask = (manner: Manner) => askSome(field, from, new URL(url), server, manner);
  const key = `${url} ${from.inode} ${server.node.inode} ${server.port}`;
  const value = await field.ask({ place: placeOf(from, server.node), key, ask });
  return from.fact(value, `curl ${url}`);
}

async function askSome(
  field: Field,
  from: KernelNode,
  url: URL,
  server: Server,
  manner: Manner,
): Promise<Asked<HttpAnswer>> {
  const isOwn = from.inode === server.node.inode;
  const cold = isOwn ? undefined : chill(field, { from, to: server.node, address: url.hostname });
  try {
    const once = async (limit: number) => {
      const found = await exchange(from, url, server, limit);
      return found.isRefused && (await hasReturned(server)) ? exchange(from, url, server, limit) : found;
    };
    const first = await once(manner === "quick" ? soon : patience);
    const isSame = ({ value }: Exchanged) => value.status === first.value.status && value.server === first.value.server;
    let found = first;
    const end = performance.now() + longest;
    for (let count = 1; count < times && isAnswer(found.value) && isSame(found) && performance.now() < end; count++)
      found = await once(patience);
    const parts = [`connection to ${url.host}`, `answer of ${url.host}`];
    const through = [found.isConnected, isAnswer(found.value)];
    const which = (isThrough: boolean) => parts.filter((_, at) => through[at] === isThrough);
    // what was refused is refused again
    return { value: found.value, alive: which(true), dead: found.isRefused ? [] : which(false) };
  } finally {
    cold?.giveBack();
  }
}

/** A server that serves one and begins anew is away for a moment: is it there again? */
async function hasReturned({ node, port }: Server): Promise<boolean> {
  const isThere = () => node.listening().value.some((one) => one.netid === "tcp" && one.port === port);
  return !isThere() && (await until(isThere, [], away));
}

const isAnswer = ({ status }: HttpAnswer): boolean => typeof status === "number";

type Exchanged = { value: HttpAnswer; isConnected: boolean; isRefused: boolean };

async function exchange(from: KernelNode, url: URL, server: Server, limit: number): Promise<Exchanged> {
  const { hostname, port, host, pathname } = url;
  const before = visits(server);
  const seen = { request: false, server: false };
  const look = () => {
    if (seen.server) return;
    const own = visits(server).filter((visit) => isNew(visit, before));
    seen.request ||= own.length > 0;
    seen.server = own.some(({ isOpen }) => isOpen);
  };
  const socket = inetSocket(from.netns, SOCK_STREAM);
  const name = socketAddress(hostname, Number(port || 80));
  const question = Buffer.from(`GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: curl\r\nAccept: */*\r\n\r\n`);
  let [got, sent]: [Buffer, number] = [Buffer.alloc(0), 0];
  let failed: number | "closed" | undefined;
  let response: HttpResponse | undefined;
  const begun = libc().connect(socket, name, name.length) === 0 ? 0 : lastErrno();
  if (begun && begun !== EINPROGRESS) failed = begun;
  const isOver = () => {
    look(); // also before it is asked: a server may be gone as soon as it has answered
    if (failed !== undefined) return true;
    if (sent < question.length) {
      const length = libc().sendto(socket, question, question.length, MSG_NOSIGNAL, null, 0);
      if (length < 0 && lastErrno() !== EAGAIN) failed = lastErrno();
      if (length <= 0) return failed !== undefined;
      sent = length;
    }
    let part = take(socket);
    for (; part instanceof Buffer; part = take(socket)) got = Buffer.concat([got, part]);
    response = readResponse(got, part === 0);
    if (!response && part !== -EAGAIN) failed = typeof part === "number" && part < 0 ? -part : "closed";
    return response !== undefined || failed !== undefined;
  };
  try {
    await until(isOver, [socket], limit);
    look();
    const where = `${server.node.name} port ${server.port}`;
    const isRefused = failed === ECONNREFUSED && sent === 0;
    const isConnected = sent > 0;
    const request = seen.request ? "arrived" : isRefused ? "refused" : begun && failed === begun ? "not sent" : "lost";
    const value: HttpAnswer = {
      ...(response ?? { status: typeof failed === "number" ? errnoText(failed) : (failed ?? "no answer") }),
      ...(!isConnected && { handshake: { request, reply: "lost" } }),
      server: seen.server ? where : `not ${where}`,
    };
    return { value, isConnected, isRefused };
  } finally {
    closeAll([socket]); // as curl does: a server of somebody's own may not bear a reset
  }
}

const visits = ({ node, port }: Server): Connection[] => node.connections(port).value;

/** One that has come since, or has heard more since: a proxy may keep its connection. */
const isNew = (visit: Connection, before: readonly Connection[]): boolean =>
  !before.some(
    ({ peer, peerPort, received, isOpen }) =>
      peer === visit.peer && peerPort === visit.peerPort && received >= visit.received && isOpen === visit.isOpen,
  );
