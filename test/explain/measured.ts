// Asked by `measuredWays` of honest.ts: pings each way between all nodes of a world, and asks containers over TCP and UDP too. It
// tells on which leg each was lost, what `explain` says of it, and whether the kernel's tables bear that out.

import { type Broken, explain, viewOf } from "../../harness/explain/index.ts";
import { sentence } from "../../harness/explain/words.ts";
import type { KernelNode } from "../../harness/kernel/node.ts";
import { exchanges, type Protocol } from "../../harness/probe/exchange.ts";
import { type Field, fieldOf } from "../../harness/probe/field.ts";
import type { LostFlow } from "../../harness/probe/flow.ts";
import { ping } from "../../harness/probe/ping.ts";
import { openWorld } from "../../harness/world/nodes.ts";
import type { Asked } from "../matrix.ts";
import { answering } from "../standing.ts";
import { isBorneOut } from "./claims.ts";

const patience = 300; // ms: without load a millisecond does

export type Measured = {
  way: string;
  /** The leg that it was lost on; none where it came back, or where it is told otherwise from time to time. */
  lost?: "request" | "reply" | undefined;
  cause?: (Broken & { sentence: string | undefined }) | undefined;
  /** What is said of the kernel and is not so there. */
  false?: string | undefined;
};

type Way = { from: KernelNode; to: KernelNode; address: string; flow?: LostFlow["flow"] };

const mostAsked = 6; // ways, over TCP and UDP: those of the labs with two containers and more of the others
const isContainer = ({ name }: KernelNode): boolean => name.startsWith("docker");

await answering(async ({ pid, asked = [] }: { pid: number; asked?: Asked[] }) => {
  const { nodes, close } = openWorld(pid);
  try {
    const named = (name: string) => nodes.find((node) => node.name === name)!;
    const further = asked.map(({ from, to, address }) => ({ from: named(from), to: named(to), address }));
    const ways = [...everyWay(nodes), ...further];
    const found = await Promise.all(ways.map(async (way: Way) => ({ ...way, first: await lostLeg(way) })));
    const again = await Promise.all(
      found.map(async ({ first, ...way }) => {
        const second = first && (await lostLeg(way)); // by now all have asked by ARP what they can
        return { ...way, lost: first === second ? first : undefined };
      }),
    );
    const well = found.filter(({ first, from, to }) => !first && isContainer(from) && isContainer(to));
    const flows = await lostFlows(fieldOf(nodes), well.slice(0, mostAsked));
    const view = viewOf(nodes);
    return [...again, ...flows].map(({ lost, ...way }): Measured => {
      const cause = lost && explain(view, { ...way, lost }); // where it came back, nobody asks
      return {
        way: `${way.from.name} → ${way.to.name} ${way.address}${way.flow ? ` ${JSON.stringify(way.flow)}` : ""}`,
        lost,
        cause: cause && { ...cause, sentence: sentence(cause, "en") },
        false: cause && isBorneOut(nodes, cause),
      };
    });
  } finally {
    close();
  }
});

async function lostLeg({ from, to, address }: Way): Promise<Measured["lost"]> {
  const { request, reply } = (await ping(from, to, address, { patience })).value;
  if (reply === "arrived") return undefined;
  return request === "arrived" ? "reply" : "request";
}

/** Where the leg cannot be told, either may be named; so nothing is asked of it. */
async function lostFlows(field: Field, ways: Way[]) {
  const protocols: Protocol[] = ["tcp", "udp"];
  const asked = ways.flatMap((way) => protocols.map(async (over) => ({ way, ...(await exchanges(field, way, over)) })));
  return (await Promise.all(asked)).flatMap(({ way: { from, to, address }, value: { lost } }) =>
    lost?.leg ? [{ from, to, address, flow: lost.flow, lost: lost.leg }] : [],
  );
}

function everyWay(nodes: KernelNode[]): Way[] {
  const owned = nodes.flatMap((to) =>
    to
      .addresses()
      .value.flatMap(({ family, local, ifname }) =>
        family === "inet" && ifname !== "lo" ? [{ to, address: local }] : [],
      ),
  );
  return nodes.flatMap((from) => owned.flatMap((one) => (one.to.inode === from.inode ? [] : [{ from, ...one }])));
}
