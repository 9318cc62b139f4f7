// Whether nodes reach each other, as the checks of several labs ask it.

import type { Leg, Way } from "../../harness/explain/index.ts";
import { exchanges } from "../../harness/probe/exchange.ts";
import type { Field } from "../../harness/probe/field.ts";
import type { LostFlow } from "../../harness/probe/flow.ts";
import { type Ping, reaches } from "../../harness/probe/reach.ts";
import type { Finding, NodeName, Nodes } from "./check.ts";
import { lostLeg } from "./lost.ts";
import type { Pattern } from "./matches.ts";

/** By ping alone, or also by TCP and UDP, with data; at every port, also where rules lead what comes there elsewhere. */
export type By = "ping" | "ping, TCP and UDP" | "ping, TCP and UDP at every port";

const everyPort: By = "ping, TCP and UDP at every port";

/** What one direction came to. TCP and UDP are asked only where the ping came through. */
export type Reached = Ping & { TCP?: string; UDP?: string; sources: string[] };

/** Reads whether two nodes reach each other's address, each direction from cold tables; each request must arrive in the other node's own stack. */
export const reach = (one: NodeName, oneAddress: string, other: NodeName, otherAddress: string, by?: By) =>
  reading(
    [
      [one, oneAddress, other, otherAddress],
      [other, otherAddress, one, oneAddress],
    ],
    by,
  );

/** The same of the first direction alone. */
export const reachFrom = (one: NodeName, oneAddress: string, other: NodeName, otherAddress: string, by?: By) =>
  reading([[one, oneAddress, other, otherAddress]], by);

const reading =
  (ends: [from: NodeName, source: string, to: NodeName, address: string][], by: By = "ping, TCP and UDP") =>
  async (nodes: Nodes, field: Field): Promise<Finding> => {
    const ways = ends.map(([from, source, to, address]) => ({
      name: `${from} → ${to}`,
      way: { from: nodes[from], to: nodes[to], address },
      source,
    }));
    const found = await Promise.all(
      ways.map(async ({ name, way, source }) => ({ name, way, ...(await direction(field, way, source, by)) })),
    );
    const value = Object.fromEntries(found.map(({ name, value }) => [name, value]));
    const isLost = ({ value: { request, reply } }: { value: Reached }) => request !== "arrived" || reply !== "arrived";
    const worst = found.find(isLost) ?? found.find(({ isWell }) => !isWell) ?? found.at(-1)!;
    const lost = found.find(isLost);
    const sort = lost?.value.sort;
    const lostWay = lost && {
      ...lost.way,
      ...(lost.bound && { source: lost.bound }),
      ...(sort && { sort }),
      ...lostLeg(lost.value),
    };
    const first = found.find(({ exchange }) => exchange);
    const lostExchange = first && { ...first.way, flow: first.exchange!.flow, ...legOf(first.exchange!) };
    return { value, seen: worst.seen, sent: ways[0]!.way, lost: lostWay ?? lostExchange };
  };

/** Asked as a person asks, by the source address that the kernel chooses; where that is not the node's named one, from that one too. */
async function direction(field: Field, way: Way, source: string, by: By) {
  const isVaried = by !== "ping";
  const free = await reaches(field, way, { isVaried });
  const isForeign = free.value.source !== undefined && free.value.source !== source;
  const bound = isForeign && isWell(free.value) ? await reaches(field, way, { source, isVaried }) : free;
  const ping = isWell(free.value) ? { ...bound, ...(bound !== free && { bound: source }) } : free;
  const sources = new Set([free, bound].flatMap(({ value }) => value.source?.split(", ") ?? []));
  if (by === "ping") return told(ping, {}, sources);
  if (!isWell(ping.value)) return told(ping, { TCP: "not asked", UDP: "not asked" }, sources);
  const options = { isEvery: by === everyPort };
  const [tcp, udp] = await Promise.all([exchanges(field, way, "tcp", options), exchanges(field, way, "udp", options)]);
  for (const { value } of [tcp, udp]) for (const one of value.source?.split(", ") ?? []) sources.add(one);
  const wrong = [tcp, udp].find(({ value }) => value.answer !== "answered");
  const answers = { TCP: tcp.value.answer, UDP: udp.value.answer };
  return told({ ...ping, seen: wrong?.seen ?? ping.seen }, answers, sources, wrong?.value.lost);
}

const legOf = ({ leg }: LostFlow): { lost?: Leg } => (leg ? { lost: leg } : {});

const isWell = ({ request, reply }: Ping): boolean => request === "arrived" && reply === "arrived";

function told(
  { value, seen, bound }: { value: Ping; seen: string; bound?: string },
  more: { TCP?: string; UDP?: string },
  sources: Set<string>,
  exchange?: LostFlow,
) {
  const reached: Reached = { ...value, ...more, sources: [...sources].sort() };
  const isAll = isWell(value) && Object.values(more).every((answer) => answer === "answered");
  return { value: reached, seen, bound, exchange, isWell: isAll };
}

/** What `reach` must give. */
export const bothWays = (one: string, other: string, by?: By): Pattern => ({
  ...oneWay(one, other, by),
  ...oneWay(other, one, by),
});

/** What `reachFrom` must give. */
export const oneWay = (one: string, other: string, by: By = "ping, TCP and UDP"): Record<string, Pattern> => ({
  [`${one} → ${other}`]: {
    ...{ request: "arrived", reply: "arrived" },
    ...(by !== "ping" && { TCP: "answered", UDP: "answered" }),
  },
});
