// How a ping's packets are known among others: ping(8) fills their data with 16 bytes of ours, and whatever a router or a tunnel puts
// around them, these go with it.

import { isAboutNeighbours } from "./asked.ts";
import { briefly } from "./dissect/summary.ts";
import type { Hop } from "./hop.ts";
import { hopsOf } from "./story.ts";

export type Mark = {
  /** What fills the data. */
  pattern: Buffer;
  /** Of the data, bytes: ping's -s. */
  size: number;
  /** Who sends it, and where to. */
  from: string;
  address: string;
  /** When it was sent: nanoseconds since the epoch. */
  begin: bigint;
};

export const usualSize = 56;
const timeStampBytes = 16; // of data that has room for it, ping's first bytes: struct timeval
const certain = 4; // bytes of the pattern that no other packet has by chance

export const newMark = (from: string, address: string, size = usualSize): Mark => ({
  pattern: Buffer.from(crypto.getRandomValues(new Uint8Array(16))),
  size,
  from,
  address: address.split("%")[0]!, // without the link that is meant: RFC 4007, section 11
  begin: BigInt(Date.now()) * 1_000_000n,
});

/** The echoes of the ping, their fragments, and the errors about them, each by its first hop. */
export function markedPackets(packets: readonly Hop[], mark: Mark): Set<Hop> {
  const room = mark.size < timeStampBytes ? mark.size : mark.size - timeStampBytes;
  const needle = mark.pattern.subarray(0, Math.min(room, mark.pattern.length));
  const others = packets.filter((packet) => !isAboutNeighbours(packet.frame));
  const marked = new Set(
    needle.length < certain ? byIdentifier(others, mark) : others.filter(({ bytes }) => bytes.includes(needle)),
  );
  const hops = [...marked].flatMap(hopsOf);
  const fragments = new Set(hops.map(fragmentedAs).filter(Boolean));
  const told = new Set(hops.map(toldOf).filter(Boolean));
  for (const packet of others) {
    const about = packet.frame.icmp?.about ?? packet.frame.icmp6?.about;
    if (fragments.has(fragmentedAs(packet)) || (about && told.has(about))) marked.add(packet);
  }
  return marked;
}

/** Of a ping with hardly any data: the first echo request from there to the address, and what has its identifier between its two ends. */
function byIdentifier(packets: readonly Hop[], { from, address, size, begin }: Mark): Hop[] {
  const first = packets.find(({ node, direction, time, frame }) => {
    const { ip } = frame;
    const isItsSize = ip?.length === (ip?.version === 6 ? 48 : 28) + size; // behind the headers of IP and of ICMP
    const isFromHere = node === from && direction === "out" && time >= begin;
    return isFromHere && isItsSize && ip?.dst === address && echoOf({ frame })?.name === "echo request";
  });
  if (!first) return [];
  const known = new Set(hopsOf(first).map(pairOf));
  const found = [first];
  for (let count = 0; count < found.length; count = found.length)
    for (const packet of packets) {
      const pairs = hopsOf(packet).map(pairOf);
      if (found.includes(packet) || !pairs.some((pair) => pair && known.has(pair))) continue;
      found.push(packet);
      for (const pair of pairs) known.add(pair);
    }
  return found;
}

const echoOf = ({ frame }: Pick<Hop, "frame">) => {
  const message = frame.icmp ?? frame.icmp6;
  return message?.id === undefined ? undefined : message;
};

function pairOf({ frame }: Hop): string | undefined {
  const echo = echoOf({ frame });
  return frame.ip && echo && [[frame.ip.src, frame.ip.dst].sort(), echo.id].join(" ");
}

function fragmentedAs({ frame: { ip } }: Hop): string | undefined {
  if (!ip || ip.id === undefined || ip.fragmentOffset === undefined) return undefined;
  return [ip.src, ip.dst, ip.protocol, ip.id].join(" ");
}

/** As an error quotes it. */
function toldOf({ frame }: Hop): string | undefined {
  const echo = echoOf({ frame });
  return frame.ip && echo && briefly(frame.ip, echo);
}
