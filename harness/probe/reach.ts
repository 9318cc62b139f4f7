// Does a ping come through, and does what answers it belong to the node that should? Asked as turns.ts says: first a few at
// once; where one is lost again, at a person's pace.

import type { Fact } from "../kernel/facts.ts";
import { icmpCounters } from "../kernel/icmp-counters.ts";
import { chill, type Way } from "./cold.ts";
import { type Field, placeOf } from "./field.ts";
import {
  atAPersonsPace,
  atOnce,
  burst,
  hasLife,
  isDone,
  late,
  type Sorting,
  signOfLife,
  soon,
  wasForgiven,
} from "./pace.ts";
import { openPinging, type Pinging, type Sort } from "./ping.ts";
import { asTyped, countedBy, isOfThem, lostSorts, plainsOf, sortsOf } from "./sorts.ts";
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
  /** Of this sort none comes through, though others do. */
  sort?: Sort;
};

export type Options = {
  /** The address to ask from: the kernel's choice without it. */
  source?: string | undefined;
  /** Long ones too, and of other types of service: where what is asked for is all that somebody may send. */
  isVaried?: boolean;
};

/** Pings the way from cold tables, when it is its turn. */
export async function reaches(field: Field, way: Way, options: Options = {}): Promise<Fact<Ping>> {
  const { from, to, address } = way;
  const { source, isVaried = false } = options;
  const from_ = source === undefined ? "" : ` -I ${source}`;
  const key = `icmp ${from.inode} ${to.inode} ${address}${from_} ${isVaried}`;
  const question = { place: placeOf(from, to), key, ask: asking(field, way, options) };
  const value = await field.ask<Ping>(question);
  return from.fact(value, `ping -c 1${from_}${value.sort ? asTyped(value.sort) : ""} ${address}`);
}

const inTime = 1000; // ms after which an answer is not waited for any longer
const early = 300; // ms before that, a second ping is sent: what answers the first counts all the while

function asking(field: Field, way: Way, { source, isVaried = false }: Options) {
  const all = isVaried ? sortsOf(field) : plainsOf(field, atOnce);
  const sort: Sorting = (count) => all[count % all.length]!;
  let suspects: Sort[] = [];
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
    let lostSort: Sort | undefined;
    try {
      if (isQuick) {
        await burst(pinging, all.length, soon[manner], sort);
        if (manner === "quick" && !isDone(pinging)) await late(pinging, 2 * field.lateness());
        suspects = lostSorts(pinging);
      } else if (manner === "together") await signOfLife(pinging, [lost() - early, lost() - early]);
      else if (manner === "again") await signOfLife(pinging, [lost()]);
      else if (await isOfThem(pinging, suspects)) lostSort = suspects[0];
      else await atAPersonsPace(pinging, cold, sort, { wasPartial, lost: lost(), counted: countedBy(field) });
      wasPartial ||= hasLife(pinging) && !isDone(pinging);
      const value: Ping = { ...told(pinging, answerer), ...(lostSort && { sort: lostSort }) };
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
