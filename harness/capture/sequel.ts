// What a node did with a packet that did not leave it: it answered, or sent on what it made of it.

import type { Hop } from "./hop.ts";
import { hopsOf } from "./story.ts";

export type Sequels = ReturnType<typeof openSequels>;

/** A walk's packets, which of them are this ping's, who sent it, and whether an answer came. */
export type Seen = { packets: readonly Hop[]; own: ReadonlySet<Hop>; from: string; answered: boolean };

export function openSequels({ packets, own, from, answered }: Seen) {
  const made = packets.filter(({ direction }) => direction === "out"); // here they were first sighted
  const answers = new Set(made.flatMap(({ node, frame }) => neighbourAnswer(node, frame) ?? []));
  const echoes = new Set([...own].filter(isReply).map(({ node }) => node));
  const pieces = Map.groupBy(made, ({ node, frame }) => piecesOf(node, frame));
  const wholes = Map.groupBy(
    packets.filter((packet) => !isPiece(packet)),
    ({ node, frame }) => piecesOf(node, frame),
  );
  const errors = made.filter(({ frame }) => (frame.icmp ?? frame.icmp6)?.mtu !== undefined);
  return {
    /** Has the node answered the question for this address's MAC address, though it is not its own? */
    answersFor: ({ node, frame }: Hop, asked: string): boolean =>
      answers.has(`${node} ${frame.arp?.senderIp ?? frame.ip?.src} ${asked}`),

    /** What became of an IP packet for somebody else's address, where that can be seen. */
    after(hop: Hop): "taken in" | "fragmented" | undefined {
      const { node, frame, time } = hop;
      const isLast = node === from && answered; // ping(8) has had it
      if (isReply(hop) ? isLast : isRequest(hop) && echoes.has(node)) return "taken in";
      const key = piecesOf(node, frame);
      const later = key === undefined ? [] : (pieces.get(key) ?? []);
      return later.some((piece) => isPiece(piece) && piece.time >= time) ? "fragmented" : undefined;
    },

    /** Is it a fragment, of a packet that the node then has as a whole? Where connections are followed, a port of a bridge puts it together. */
    isPutTogether(hop: Hop): boolean {
      const key = piecesOf(hop.node, hop.frame);
      const whole = (isPiece(hop) && key !== undefined && wholes.get(key)) || [];
      return whole.some(({ time }) => time >= hop.time);
    },

    /** The size that may pass, where the node has said that the packet is too big. */
    allowed({ node, time, frame }: Hop): number | undefined {
      const error = errors.find((one) => one.node === node && one.time >= time && one.frame.ip?.dst === frame.ip?.src);
      return (error?.frame.icmp ?? error?.frame.icmp6)?.mtu;
    },
  };
}

const echoOf = ({ frame }: Hop): string | undefined => (frame.icmp ?? frame.icmp6)?.name;
const isRequest = (hop: Hop): boolean => echoOf(hop) === "echo request";
export const isReply = (hop: Hop): boolean => echoOf(hop) === "echo reply";
const isPiece = ({ frame }: Hop): boolean => frame.ip?.fragmentOffset !== undefined;

/** The same for a packet and its fragments, also where NAT rewrites their addresses. */
const piecesOf = (node: string, { ip }: Hop["frame"]): string | undefined =>
  ip?.id === undefined ? undefined : `${node} ${ip.protocol} ${ip.id}`;

/** "node asker asked" */
function neighbourAnswer(node: string, { arp, icmp6, ip }: Hop["frame"]): string | undefined {
  if (arp?.op === "reply") return `${node} ${arp.targetIp} ${arp.senderIp}`;
  return icmp6?.name === "neighbor advertisement" ? `${node} ${ip?.dst} ${icmp6.target}` : undefined;
}

/** The nodes whose answers came back to the one that pinged, in their order: each was first sighted where it was made. */
export function answerersOf(own: ReadonlySet<Hop>, from: string): string[] {
  const hasCome = (packet: Hop) => hopsOf(packet).some(({ node, direction }) => node === from && direction === "in");
  return [...own]
    .filter((packet) => isReply(packet) && packet.direction === "out" && hasCome(packet))
    .map(({ node }) => node);
}
