// What a third node hears of a ping between two others, once the bridge has had a chance to learn where they are.

import type { Fact } from "../kernel/facts.ts";
import type { KernelNode } from "../kernel/node.ts";
import { ask } from "./arp.ts";
import { chill } from "./cold.ts";
import { cables, type Field, type Spot } from "./field.ts";
import { ETH_P_IP, experiment, sendFrames } from "./frame.ts";
import { aPersonsPause } from "./learning.ts";
import { isAnswered } from "./ping.ts";
import { until } from "./socket.ts";
import { type Heard, openTaps } from "./tap.ts";

export type Overheard = {
  /** How many of their frames came in there. */
  frames: number;
  /** The control: what is for everybody is heard there, or what is for it alone. */
  hearsOthers: boolean;
  /** Do their frames come to each other? */
  areCarried: boolean;
};

const patience = { answered: 700, lost: 200 }; // ms
const control = 500;

/**
 * Of the third node, `mac` is its link's there: a frame that is for it alone is a control, too. Where the ping `isLost`, frames of our own
 * go from one to the other as well: what keeps a stack from answering says nothing of the bridge.
 */
export function overheard(
  field: Field,
  one: Spot,
  two: Spot,
  { node: third, mac }: { node: KernelNode; mac: string | undefined },
  isLost: boolean,
): Promise<Fact<Overheard>> {
  return field.turn(cables, async () => {
    const cold = chill(field, { from: one.node, to: two.node, address: two.address });
    const ends = [one, two] as const;
    if (isLost) for (const end of ends) sendTo(end, end.mac);
    else await isAnswered(one.node, two.address, { patience: patience.answered });
    const port = field.farEnd(one.node, one.ifname);
    if (port?.link.master) await aPersonsPause(port.node, port.link.master, [one.mac, two.mac]);
    const taps = openTaps([third, ...(isLost ? [one.node, two.node] : [])]);
    const isHeard = (node: KernelNode, wanted: (frame: Heard["frame"]) => unknown) =>
      taps.heard().filter((heard) => heard.node === node && heard.direction === "in" && wanted(heard.frame));
    const isFrom = (from: Spot, to: string | undefined) => (frame: Heard["frame"]) =>
      frame.eth.src === from.mac && frame.eth.dst === to;
    try {
      const { value, seen } = await isAnswered(one.node, two.address, {
        patience: isLost ? patience.lost : patience.answered,
      });
      if (value === "unanswered" && !isLost) throw new Error(`Cannot tell what ${third.name} hears: a ping was lost`);
      if (isLost) for (const [at, end] of ends.entries()) sendTo(end, ends[1 - at]!.mac);
      const areCarried = () =>
        !isLost ||
        (isHeard(two.node, isFrom(one, two.mac)).length > 0 && isHeard(one.node, isFrom(two, one.mac)).length > 0);
      ask(one, two.address);
      sendTo(one, mac);
      const hasControl = () =>
        isHeard(third, ({ arp, eth }) => arp?.senderMac === one.mac || (eth.src === one.mac && eth.dst === mac))
          .length > 0;
      await until(() => hasControl() && areCarried(), taps.sockets, control);
      if (taps.lost()) throw new Error(`Cannot tell what ${third.name} heard: the capture lost frames`);
      const macs = [one.mac, two.mac];
      const isOfPing = ({ icmp, eth }: Heard["frame"]) => icmp && macs.includes(eth.src);
      // where theirs do not come to each other, those of ours say nothing of a ping's
      const isOurs = ({ eth }: Heard["frame"]) =>
        isLost && areCarried() && macs.includes(eth.src) && macs.includes(eth.dst);
      const frames = isHeard(third, (frame) => isOfPing(frame) || isOurs(frame)).length;
      const found = { frames, hearsOthers: hasControl(), areCarried: areCarried() };
      return { value: found, seen };
    } finally {
      taps.close();
      cold.giveBack();
    }
  });
}

/** A frame to the MAC address alone; to the spot's own, the bridge learns whence it comes, and sends it to nobody. */
function sendTo(from: Spot, mac: string | undefined): void {
  if (mac && from.mac)
    sendFrames(from, ETH_P_IP, [Buffer.concat([macBytes(mac), macBytes(from.mac), experiment(from.address)])]);
}

const macBytes = (mac: string): Buffer => Buffer.from(mac.replaceAll(":", ""), "hex");
