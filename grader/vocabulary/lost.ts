import type { Leg, Way } from "../../harness/explain/index.ts";
import type { HttpAnswer, Server } from "../../harness/probe/http.ts";

/** The leg that a ping was lost on; undefined where it came back. A cause is looked for there only. */
export const lostLeg = ({ request, reply }: { request: string; reply: string }): { lost?: Leg } => {
  if (request !== "arrived") return { lost: "request" };
  return reply === "arrived" ? {} : { lost: "reply" };
};

/** The way of a connection to a server of the node's own that was refused; none where something else came of it. */
export const refused = (
  { handshake }: HttpAnswer,
  from: Way["from"],
  address: string,
  { node: to, port }: Server,
): { lost?: Way } => (handshake?.request === "refused" ? { lost: { from, to, address, port, lost: "request" } } : {});
