import type { Leg, Way } from "../../harness/explain/index.ts";
import type { HttpAnswer, Server } from "../../harness/probe/http.ts";

/** The leg that a ping was lost on; undefined where it came back. A cause is looked for there only. */
export const lostLeg = ({ request, reply }: { request: string; reply: string }): { lost?: Leg } => {
  if (request !== "arrived") return { lost: "request" };
  return reply === "arrived" ? {} : { lost: "reply" };
};

/**
 * The way of a connection to a server that did not come about; none where it did. It may be asked for at another port, and led on.
 * Where it cannot be told how far it came, either leg may be the one. That one question in n goes wrong is final: the next ones
 * would go right.
 */
export function unconnected(
  { handshake, rightBefore }: HttpAnswer,
  from: Way["from"],
  address: string,
  { node: to, port }: Server,
): { lost?: Way; isFinal?: true } {
  if (rightBefore !== undefined) return { isFinal: true };
  if (!handshake) return {};
  const way: Way = { from, to, address, flow: { over: "tcp", port, isTheirs: true } };
  if (handshake.request === "unseen") return { lost: way };
  return { lost: { ...way, lost: handshake.request === "arrived" ? "reply" : "request" } };
}
