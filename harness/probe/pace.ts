// How pings are sent, and waited for: a few at once, one for a sign of life, and at a person's pace.

import type { Cold } from "./cold.ts";
import { isHoled, many } from "./holes.ts";
import type { Flight, Pinging, Sort } from "./ping.ts";
import { until } from "./socket.ts";

export const atOnce = 5; // pings: as many as the burst of a limit by default (`-m limit`)
export const soon = { quick: 150, hasty: 40 }; // ms in which all is answered, but where something is wrong
const brisk = 250; // ms between pings: what lets these through lets a person's through, for whom it takes longer
export const aPersons = 1000; // ms between the pings of ping(8)
const settling = 400; // ms in which a link that has just been set up gets its routes

/** The sort of a ping, by how many went before it. */
export type Sorting = (count: number) => Sort;

/** Sends so many at once, and waits until all are answered, or will not be. */
export async function burst(pinging: Pinging, count: number, patience: number, sort?: Sorting): Promise<void> {
  for (let i = 0; i < count; i++) pinging.send(sort?.(i));
  await until(() => isDone(pinging) || isHopeless(pinging), pinging.sockets, patience);
}

/** Where somebody answers late, what was sent at once is waited for. */
export async function late(pinging: Pinging, lateness: number): Promise<void> {
  if (lateness) await until(() => isDone(pinging) || isHopeless(pinging), pinging.sockets, lateness);
}

export async function signOfLife(pinging: Pinging, patiences: number[]): Promise<void> {
  for (const patience of patiences) {
    pinging.send();
    if (pinging.flights.at(-1)!.isRefused) await Bun.sleep(settling);
    else await until(() => hasLife(pinging) || isHopeless(pinging), pinging.sockets, patience);
    if (hasLife(pinging)) return;
  }
}

export async function atAPersonsPace(
  pinging: Pinging,
  cold: Cold,
  sort: Sorting,
  { wasPartial, lost, counted }: { wasPartial: boolean; lost: number; counted: number },
): Promise<void> {
  await paced(pinging, brisk, sort, lost, () => true);
  if (!isDone(pinging)) {
    if (!hasLife(pinging)) return;
    const tooQuick = pinging.flights.length;
    await paced(pinging, aPersons, sort, lost, cold.isResolved);
    if (pinging.flights.slice(tooQuick).every(isAnswered)) pinging.flights.splice(0, tooQuick); // for a limit
  }
  if (wasPartial && isDone(pinging)) await tellOneInN(pinging, Math.max(many, counted + atOnce));
}

/** Keeps the flights that show one in n, twice; those from before where it is not so. */
async function tellOneInN(pinging: Pinging, count: number): Promise<void> {
  const own = pinging.flights.splice(0);
  for (let round = 0; round < 2; round++) {
    pinging.flights.splice(0);
    await burst(pinging, count, soon.quick);
    if (!isHoled(pinging.flights, isAnswered)) pinging.flights.splice(0, count, ...own);
    if (!isHoled(pinging.flights, isAnswered)) return;
  }
}

/** Five, one each so many ms, until one is lost. The first does not count where the kernel did not yet know whom to send it to. */
async function paced(
  pinging: Pinging,
  pace: number,
  sort: Sorting,
  lost: number,
  isResolved: () => boolean,
): Promise<void> {
  const { flights, sockets } = pinging;
  const before = flights.length;
  for (let count = 0; count < atOnce; count++) {
    pinging.send(sort(count));
    const isLast = count === atOnce - 1;
    await until(() => (isLast && isDone(pinging, before)) || isHopeless(pinging), sockets, isLast ? lost : pace);
    const own = flights.slice(before);
    const isOverdue = (flight: Flight) => !isAnswered(flight) && performance.now() - flight.sentAt >= lost;
    if (count === 0 && pace >= aPersons && !isAnswered(own[0]!) && !isResolved()) own[0]!.isForgiven = true;
    if (own.some(isOverdue) || isHopeless(pinging)) return;
  }
}

export const isAnswered = ({ request, reply, isForgiven }: Flight): boolean =>
  (request && reply) || isForgiven === true;
export const wasForgiven = ({ flights }: Pinging): boolean => flights.some(({ isForgiven }) => isForgiven);

export function hasLife(pinging: Pinging): boolean {
  pinging.look();
  return pinging.flights.some(({ reply }) => reply);
}

export function isDone(pinging: Pinging, since = 0): boolean {
  pinging.look();
  return pinging.flights.length > 0 && pinging.flights.slice(since).every(isAnswered);
}

/** Nothing came through, and the kernel or a router has said why: it would say so again. */
const isHopeless = (pinging: Pinging): boolean => !hasLife(pinging) && pinging.reasons.size > 0;
