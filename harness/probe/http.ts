// Asks a web server as curl does, in-process: which socket of which stack took the question is known, not only what was said.

import { constants } from "node:os";
import { errnoText, lastErrno } from "../kernel/errno.ts";
import type { Fact } from "../kernel/facts.ts";
import { libc } from "../kernel/libc.ts";
import type { KernelNode } from "../kernel/node.ts";
import type { Connection } from "../kernel/socket.ts";
import { passiveOpens } from "../kernel/tcp-counters.ts";
import { SOCK_STREAM } from "../kernel/within.ts";
import { chill } from "./cold.ts";
import { type Field, placeOf } from "./field.ts";
import { type HttpResponse, readResponse } from "./http-response.ts";
import { bind, closeAll, inetSocket, MSG_NOSIGNAL, nameOf, socketAddress, take, until } from "./socket.ts";
import { watchSyns } from "./syn.ts";
import type { Asked, Manner } from "./turns.ts";

/** How far the first packet of a connection came, where its answer did not come back; "unseen" where it cannot be told. */
export type Handshake = { request: "arrived" | "refused" | "lost" | "unseen" | "not sent"; reply: "lost" };

export type HttpAnswer = {
  /** The response's, or why there was none. */
  status: number | string;
  body?: string;
  /** Which server's port the connection came to. */
  server: string;
  /** So many questions were answered as they should be right before this one, and right after it: one in n is not. */
  rightBefore?: number;
  /** Of a connection that did not come about. */
  handshake?: Handshake;
};

/** The server that should answer: a port of a node's own stack. */
export type Server = { node: KernelNode; port: number };

const times = 18; // asked one after the other: what leads some to somebody else, or refuses one in up to 16, is found out
const soon = { connects: 100, answers: 300 }; // ms, but where something is wrong
const longest = 4000; // ms after which a slow server is asked no more often than it must
const fewest = 3;
const aPersons = 1000; // ms between questions that a limit lets through
const paced = 5;
const away = 300; // ms
const clientRange = [32768, 60999] as const; // ip(7), ip_local_port_range
const patience = { connects: 1300, answers: 2000 }; // ms: longer than the second after which TCP asks again (RFC 6298)
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
    const isWatched = manner !== "quick" && manner !== "hasty"; // where all is well, nobody asks how far it came
    const listeners = listenersOf(server);
    const once = async (limit: typeof soon, port?: number) => {
      const found = await exchange(from, url, server, limit, isWatched, port);
      const isAway = found.isRefused && listenersOf(server) !== listeners;
      return isAway && (await hasReturned(server)) ? exchange(from, url, server, limit, isWatched) : found;
    };
    const isRight = ({ value }: Exchanged) => isWell(value, server);
    const end = performance.now() + longest;
    let found = await once(manner === "quick" ? soon : patience);
    // the first may have come while the server began: what goes wrong once, and is right again, is told by the next ones
    if (!isRight(found) && (found.isRefused || isAnswer(found.value))) found = await once(patience);
    const isEnough = () => count >= (performance.now() < end ? times : fewest);
    let count = 1;
    for (; !isEnough() && isRight(found); count++) found = await once(patience);
    if (count > 1 && !isRight(found)) found = await oneInN(found, count - 1, isRight, () => once(patience));
    for (const port of clientPorts(field)) if (isRight(found)) found = await once(patience, port);
    // by whom, too: no connection starves another
    const parts = ["connection", "answer"].map((part) => `${part} ${from.inode} ${url.host}`);
    const through = [found.isConnected, isAnswer(found.value)];
    const which = (isThrough: boolean) => parts.filter((_, at) => through[at] === isThrough);
    // what was refused is refused again
    return { value: found.value, alive: which(true), dead: found.isRefused ? [] : which(false) };
  } finally {
    cold?.giveBack();
  }
}

/**
 * One question went wrong, those before it did not. What comes right again at once is one in n; a limit that is spent lets nothing
 * through for a while, and then what comes at a person's pace.
 */
async function oneInN(
  lost: Exchanged,
  rightBefore: number,
  isRight: (one: Exchanged) => boolean,
  once: () => Promise<Exchanged>,
): Promise<Exchanged> {
  if (isRight(await once()) && isRight(await once())) return { ...lost, value: { ...lost.value, rightBefore } };
  let found = lost;
  for (let count = 0; count < paced; count++) {
    await Bun.sleep(aPersons);
    found = await once();
    if (!isRight(found)) break;
  }
  return found;
}

/** Those that rules name, of the ones that the kernel gives who asks. */
const clientPorts = (field: Field): number[] =>
  [...new Set([...field.named().sourcePorts, ...field.named().ports])].filter(
    (port) => port >= clientRange[0] && port <= clientRange[1],
  );

/** A server that serves one and begins anew, with another socket, is away for a moment: is it there again? */
const hasReturned = (server: Server): Promise<boolean> => until(() => listenersOf(server) !== "", [], away);

/** The sockets that wait for peers at the server's port. */
const listenersOf = ({ node, port }: Server): string =>
  node
    .listening()
    .value.flatMap(({ netid, port: own, inode }) => (netid === "tcp" && own === port ? inode : []))
    .join();

const placeOfServer = ({ node, port }: Server): string => `${node.name} port ${port}`;
/** Is it what the next one may still differ from for the worse? */
const isWell = ({ status, server: by }: HttpAnswer, server: Server): boolean =>
  status === 200 && by === placeOfServer(server);
const isAnswer = ({ status }: HttpAnswer): boolean => typeof status === "number";

type Exchanged = { value: HttpAnswer; isConnected: boolean; isRefused: boolean };

async function exchange(
  from: KernelNode,
  url: URL,
  server: Server,
  limit: typeof soon,
  isWatched: boolean,
  ownPort?: number,
): Promise<Exchanged> {
  const { hostname, port, host, pathname } = url;
  const before = visits(server);
  const opensBefore = passiveOpens(server.node.netns);
  const seen = { request: false, server: false };
  const look = () => {
    if (seen.server) return;
    const own = visits(server).filter((visit) => isNew(visit, before));
    seen.request ||= own.length > 0;
    seen.server = own.some(({ isOpen }) => isOpen);
  };
  const syns = isWatched ? watchSyns(server.node) : undefined;
  const socket = inetSocket(from.netns, SOCK_STREAM);
  if (ownPort !== undefined) bind(socket, "0.0.0.0", ownPort); // where somebody has it, the kernel's choice will do
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
    const isBegun = () => isOver() || sent > 0;
    if (await until(isBegun, [socket], limit.connects)) await until(isOver, [socket], limit.answers);
    look();
    // a proxy's connection may have come and gone unseen; where there is no other port, it was to this one
    if (response && !seen.server) seen.server = isOnlyPort(server) && passiveOpens(server.node.netns) > opensBefore;
    const isRefused = failed === ECONNREFUSED && sent === 0;
    const isConnected = sent > 0;
    const came = syns?.has(nameOf(socket).port) ?? "unknown"; // it may be led to another port
    const unanswered = ({ yes: "arrived", no: "lost", unknown: "unseen" } as const)[came];
    const unopened = isRefused ? "refused" : begun && failed === begun ? "not sent" : unanswered;
    const request = seen.request ? "arrived" : unopened;
    const value: HttpAnswer = {
      ...(response ?? { status: typeof failed === "number" ? errnoText(failed) : (failed ?? "no answer") }),
      ...(!isConnected && { handshake: { request, reply: "lost" } }),
      server: seen.server ? placeOfServer(server) : `not ${placeOfServer(server)}`,
    };
    return { value, isConnected, isRefused };
  } finally {
    syns?.close();
    closeAll([socket]); // as curl does: a server of somebody's own may not bear a reset
  }
}

const isOnlyPort = ({ node, port }: Server): boolean =>
  node.listening().value.every((one) => one.netid !== "tcp" || one.port === port);

const visits = ({ node, port }: Server): Connection[] => node.connections(port).value;

/** One that has come since, or has heard more since, as where a proxy keeps its connection; the end of what is said counts as a byte. */
const isNew = (visit: Connection, before: readonly Connection[]): boolean =>
  !before.some(
    ({ peer, peerPort, received, isOpen }) =>
      peer === visit.peer && peerPort === visit.peerPort && visit.received <= received + 1 && isOpen === visit.isOpen,
  );
