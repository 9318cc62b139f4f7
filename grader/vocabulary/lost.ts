import type { Leg } from "../../harness/explain/index.ts";

/** The leg that a ping was lost on; undefined where it came back. A cause is looked for there only. */
export const lostLeg = ({ request, reply }: { request: string; reply: string }): { lost?: Leg } => {
  if (request !== "arrived") return { lost: "request" };
  return reply === "arrived" ? {} : { lost: "reply" };
};
