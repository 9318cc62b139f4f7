// Does a ping come through, and does what answers it belong to the node that should? Asked as turns.ts says: first a few at
// once; where one is lost again, at a person's pace.

import type { Fact } from "../kernel/facts.ts";
import { icmpCounters } from "../kernel/icmp-counters.ts";
import { type Cold, chill, type Way } from "./cold.ts";
import { type Field, placeOf } from "./field.ts";
import { type Flight, openPinging, type Pinging } from "./ping.ts";
import { until } from "./socket.ts";
import type { Asked, Manner } from "./turns.ts";

export type Ping = {
  /** Did the requests reach the other node's own stack? "arrived", "lost", "not sent", "3 of 5 arrived" */
  request: string;
  /** "arrived", "lost", "3 of 5 arrived", or "given by docker3" where the other node's stack did not give it. */
  reply: string;
  /** The source address that the other node saw; several with commas. */
  source?: string;
  /** The kernel's reason for not sending, or what an ICMP error said. */
  reason?: string;
};

const atOnce = 5; // pings: as many as the burst of a limit by default (`-m limit`)
const many = 30; // at once, to tell one in n from a limit
const together = 10; // ms: a limit that refills in less is none for a person
const soon = { quick: 150, hasty: 40 }; // ms in which all is answered, but where something is wrong
const brisk = 250; // ms between pings: what lets these through lets a person's through, for whom it takes longer
const aPersons = 1000; // ms between the pings of ping(8)
const inTime = 1000; // ms after which an answer is not waited for any longer
const early = 300; // ms before that, a second ping is sent: what answers the first counts all the while
const settling = 400; // ms in which a link that has just been set up gets its routes

/** Pings the way from cold tables, when it is its turn. `source` is the address to ask from: the kernel's choice without it. */
export async function reaches(field: Field, way: Way, source?: string): Promise<Fact<Ping>> {
  const { from, to, address } = way;
  const from_ = source === undefined ? "" : ` -I ${source}`;
  const key = `icmp ${from.inode} ${to.inode} ${address}${from_}`;
  const question = { place: placeOf(from, to), key, ask: asking(field, way, source) };
  return from.fact(await field.ask<Ping>(question), `ping -c 1${from_} ${address}`);
}

function asking(field: Field, way: Way, source: string | undefined) {
  let wasPartial = false;
  // there and back a neighbour may have to be found, by somebody who answers late
  const lost = () => inTime + 2 * field.lateness();
  return async (manner: Manner): Promise<Asked<Ping>> => {
    const isQuick = manner === "quick" || manner === "hasty";
    const cold = chill(field, way);
    const others = field.nodes.filter((node) => node.inode !== way.to.inode);
    const before = manner === "alone" ? others.map((node) => icmpCounters(node.netns).replies) : [];
    const answerer = () =>
      others.find((node, at) => manner === "alone" && icmpCounters(node.netns).replies > before[at]!)?.name;
    const pinging = openPinging(way.from, way.to, way.address, { source });
    try {
      if (isQuick) {
        await burst(pinging, atOnce, soon[manner]);
        if (manner === "quick" && !isDone(pinging)) await late(pinging, 2 * field.lateness());
      } else if (manner === "together") await signOfLife(pinging, [lost() - early, lost() - early]);
      else if (manner === "again") await signOfLife(pinging, [lost()]);
      else await atAPersonsPace(pinging, cold, wasPartial, lost());
      wasPartial ||= hasLife(pinging) && !isDone(pinging);
      const value = told(pinging, answerer);
      const isWell = value.request === "arrived" && value.reply === "arrived" && !wasForgiven(pinging);
      // one ping that came through says nothing yet of the others
      const dead = isWell && isQuick ? [] : ["ping"];
      return { value, dead, alive: hasLife(pinging) ? ["ping"] : [] };
    } finally {
      pinging.close();
      cold.giveBack();
    }
  };
}

/** Sends so many at once, and waits until all are answered, or will not be. */
async function burst(pinging: Pinging, count: number, patience: number): Promise<void> {
  for (let i = 0; i < count; i++) pinging.send();
  await until(() => isDone(pinging) || isHopeless(pinging), pinging.sockets, patience);
}

/** Where somebody answers late, what was sent at once is waited for. */
async function late(pinging: Pinging, lateness: number): Promise<void> {
  if (lateness) await until(() => isDone(pinging) || isHopeless(pinging), pinging.sockets, lateness);
}

async function signOfLife(pinging: Pinging, patiences: number[]): Promise<void> {
  for (const patience of patiences) {
    pinging.send();
    if (pinging.flights.at(-1)!.isRefused) await Bun.sleep(settling);
    else await until(() => hasLife(pinging) || isHopeless(pinging), pinging.sockets, patience);
    if (hasLife(pinging)) return;
  }
}

async function atAPersonsPace(pinging: Pinging, cold: Cold, wasPartial: boolean, lost: number): Promise<void> {
  await paced(pinging, brisk, lost, () => true);
  if (!isDone(pinging)) {
    if (!hasLife(pinging)) return;
    const tooQuick = pinging.flights.length;
    await paced(pinging, aPersons, lost, cold.isResolved);
    if (pinging.flights.slice(tooQuick).every(isAnswered)) pinging.flights.splice(0, tooQuick); // for a limit
  }
  if (wasPartial && isDone(pinging)) await tellOneInN(pinging);
}

/** A limit lets nothing through for a while once it has begun to drop; what drops one in n goes on, and does so again. */
async function tellOneInN(pinging: Pinging): Promise<void> {
  const own = pinging.flights.splice(0);
  for (let round = 0; round < 2; round++) {
    pinging.flights.splice(0);
    await burst(pinging, many, soon.quick);
    if (!isHoled(pinging.flights)) pinging.flights.splice(0, many, ...own);
    if (!isHoled(pinging.flights)) return;
  }
}

/** Five, one each so many ms, until one is lost. The first does not count where the kernel did not yet know whom to send it to. */
async function paced(pinging: Pinging, pace: number, lost: number, isResolved: () => boolean): Promise<void> {
  const { flights, sockets } = pinging;
  const before = flights.length;
  for (let count = 0; count < atOnce; count++) {
    pinging.send();
    const isLast = count === atOnce - 1;
    await until(() => (isLast && isDone(pinging, before)) || isHopeless(pinging), sockets, isLast ? lost : pace);
    const own = flights.slice(before);
    const isOverdue = (flight: Flight) => !isAnswered(flight) && performance.now() - flight.sentAt >= lost;
    if (count === 0 && pace >= aPersons && !isAnswered(own[0]!) && !isResolved()) own[0]!.isForgiven = true;
    if (own.some(isOverdue) || isHopeless(pinging)) return;
  }
}

const isAnswered = ({ request, reply, isForgiven }: Flight): boolean => (request && reply) || isForgiven === true;
const wasForgiven = ({ flights }: Pinging): boolean => flights.some(({ isForgiven }) => isForgiven);

function hasLife(pinging: Pinging): boolean {
  pinging.look();
  return pinging.flights.some(({ reply }) => reply);
}

function isDone(pinging: Pinging, since = 0): boolean {
  pinging.look();
  return pinging.flights.length > 0 && pinging.flights.slice(since).every(isAnswered);
}

/** Nothing came through, and the kernel or a router has said why: it would say so again. */
const isHopeless = (pinging: Pinging): boolean => !hasLife(pinging) && pinging.reasons.size > 0;

/** One was lost, and two after it were not, all sent at once. */
function isHoled(flights: readonly Flight[]): boolean {
  if (flights.length < many || flights.at(-1)!.sentAt - flights[0]!.sentAt > together) return false;
  const first = flights.findIndex((flight) => !isAnswered(flight));
  return (
    first >= 0 && flights.some((flight, at) => at > first + 1 && isAnswered(flight) && isAnswered(flights[at - 1]!))
  );
}

function told(pinging: Pinging, answerer: () => string | undefined): Ping {
  const flights = pinging.flights.filter(({ isForgiven }) => !isForgiven);
  const replies = flights.filter(({ reply }) => reply).length;
  const counted = pinging.counted();
  // a watching socket may miss what the stack itself has counted (memory ran short): the reading is then not the world's
  const requests = Math.max(
    flights.filter(({ request }) => request).length,
    counted.requests >= replies && counted.replies >= replies ? replies : 0,
  );
  const isOwn = counted.replies >= replies;
  const areRefused = flights.every(({ isRefused }) => isRefused);
  return {
    request: areRefused ? "not sent" : share(requests, flights.length),
    reply: isOwn ? share(replies, flights.length) : `given by ${answerer() ?? "somebody else"}`,
    ...(pinging.sources.size > 0 && { source: [...pinging.sources].sort().join(", ") }),
    ...(replies < flights.length && pinging.reasons.size > 0 && { reason: [...pinging.reasons].join("; ") }),
  };
}

const share = (part: number, all: number): string =>
  part === 0 ? "lost" : part === all ? "arrived" : `${part} of ${all} arrived`;
