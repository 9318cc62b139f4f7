// What becomes of a ping that a stack sends itself, and if it is lost, whether the stack's firewall has dropped it: by what the
// kernel counts of all that could have done so. On its way over `lo` a packet meets the output's route, policies and rules, tc,
// the input's rules and policies, and then the ICMP layer, which counts what it gets and what it answers.

import type { Fact } from "../kernel/facts.ts";
import { icmpCounters } from "../kernel/icmp-counters.ts";
import type { KernelNode } from "../kernel/node.ts";
import { droppedByTc } from "../kernel/qdisc.ts";
import { stoppedByXfrm } from "../kernel/xfrm-counters.ts";
import { readEcho } from "./echo.ts";
import { type Field, placeOf } from "./field.ts";
import { openPinging, type Pinging } from "./ping.ts";
import { until } from "./socket.ts";
import { sortsOf } from "./sorts.ts";
import { type Heard, openTaps } from "./tap.ts";

export const droppedByRules = "dropped by the rules";

/** "answered", "dropped by the rules", or what else came of it. */
export type OwnPing = "answered" | typeof droppedByRules | (string & {});

const patience = 300; // ms: on lo an answer comes in microseconds
const ETHERNET_BYTES = 14; // RFC 894
const forbidden = "Operation not permitted"; // EPERM: what a rule or a policy says to the sender of what it drops

export function ownPing(field: Field, node: KernelNode, address: string): Promise<Fact<OwnPing>> {
  return field.turn(placeOf(node, node), async () => {
    const nonce = crypto.getRandomValues(new Uint8Array(16));
    const before = counted(node);
    const taps = openTaps([node]);
    const pinging = openPinging(node, node, address, { nonce });
    try {
      const hasAll = () => {
        pinging.look();
        return pinging.flights.every(({ reply, isRefused }) => reply || isRefused);
      };
      for (const sort of sortsOf(field)) pinging.send(sort);
      await until(hasAll, pinging.sockets, patience);
      // what lets some through may be a limit, which a person's next pings find spent
      for (let more = 0; more < 2 && isPartial(pinging); more++) {
        pinging.send();
        await until(hasAll, pinging.sockets, patience);
      }
      const after = counted(node);
      const delta = (name: keyof typeof after) => after[name] - before[name];
      const isLedAway = () => isElsewhere(node, taps.heard(), nonce);
      return node.fact(told(pinging, delta, isLedAway), `ping -c 1 ${address}`);
    } finally {
      pinging.close();
      taps.close();
    }
  });
}

const answeredOf = ({ flights }: Pinging): number => flights.filter(({ reply }) => reply).length;
const isPartial = (pinging: Pinging): boolean =>
  answeredOf(pinging) > 0 && answeredOf(pinging) < pinging.flights.length;

function counted(node: KernelNode) {
  const lo = node.link("lo").value;
  return {
    ...icmpCounters(node.netns),
    byTc: lo ? droppedByTc(node.netlink, lo.ifindex) : 0,
    byXfrm: stoppedByXfrm(node.netns),
  };
}

function told(
  pinging: Pinging,
  delta: (name: "requests" | "replies" | "byTc" | "byXfrm") => number,
  isLedAway: () => boolean,
): OwnPing {
  const { flights, reasons } = pinging;
  const answered = answeredOf(pinging);
  if (answered > 0) return isPartial(pinging) ? `${answered} of ${flights.length} answered` : "answered";
  if (delta("byXfrm") > 0) return "stopped by an IPsec policy (ip xfrm policy)";
  if (delta("byTc") > 0) return "dropped by tc (tc -s qdisc show dev lo)";
  const areRefused = flights.some(({ isRefused }) => isRefused);
  const reason = [...reasons].find((one) => one !== forbidden);
  if (areRefused) return reason === undefined ? droppedByRules : `not sent: ${reason}`;
  if (delta("requests") > delta("replies")) return "not answered, although no rule drops it (sysctl, ip rule)";
  return isLedAway() ? "led elsewhere by the rules" : droppedByRules;
}

/** Was it never on `lo`, although no rule is there that stops what leaves by a link? */
function isElsewhere(node: KernelNode, heard: readonly Heard[], nonce: Uint8Array): boolean {
  const isOwn = ({ bytes }: Heard) => readEcho(bytes.subarray(ETHERNET_BYTES), nonce) !== undefined;
  if (heard.some((one) => one.ifname === "lo" && isOwn(one))) return false;
  return !node.nft().value.nftables.some(({ chain }) => (chain as { hook?: string } | undefined)?.hook === "egress");
}
