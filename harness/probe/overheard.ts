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
import { openTaps } from "./tap.ts";

export type Overheard = {
  /** How many of their frames came in there. */
  frames: number;
  /** The control: what is for everybody is heard there, or what is for it alone. */
  hearsOthers: boolean;
};

const patience = 700; // ms
const control = 500;

/** Of the third node, `mac` is its link's there: a frame that is for it alone is a control, too. */
export function overheard(
  field: Field,
  one: Spot,
  two: Spot,
  { node: third, mac }: { node: KernelNode; mac: string | undefined },
): Promise<Fact<Overheard>> {
  return field.turn(cables, async () => {
    const cold = chill(field, { from: one.node, to: two.node, address: two.address });
    await isAnswered(one.node, two.address, { patience });
    const port = field.farEnd(one.node, one.ifname);
    if (port?.link.master) await aPersonsPause(port.node, port.link.master);
    const taps = openTaps([third]);
    try {
      const { value, seen } = await isAnswered(one.node, two.address, { patience });
      if (value === "unanswered") throw new Error(`Cannot tell what ${third.name} hears: a ping was lost`);
      ask(one, two.address);
      if (mac) sendFrames(one, ETH_P_IP, [toOne(mac, one)]);
      const hasControl = () =>
        taps
          .heard()
          .some(
            ({ frame: { arp, eth }, direction }) =>
              direction === "in" && (arp?.senderMac === one.mac || (eth.src === one.mac && eth.dst === mac)),
          );
      const hearsOthers = await until(hasControl, taps.sockets, control);
      if (taps.lost()) throw new Error(`Cannot tell what ${third.name} heard: the capture lost frames`);
      const macs = [one.mac, two.mac];
      const frames = taps
        .heard()
        .filter(({ frame: { icmp, eth }, direction }) => icmp && direction === "in" && macs.includes(eth.src));
      return { value: { frames: frames.length, hearsOthers }, seen };
    } finally {
      taps.close();
      cold.giveBack();
    }
  });
}

/** A frame to the MAC address alone. */
const toOne = (mac: string, { mac: own, address }: Spot): Buffer =>
  Buffer.concat([macBytes(mac), macBytes(own ?? ""), experiment(address)]);

const macBytes = (mac: string): Buffer => Buffer.from(mac.replaceAll(":", ""), "hex");
