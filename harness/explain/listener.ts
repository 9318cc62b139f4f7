// A connection over TCP that was refused: does anybody listen there? tcp(7)

import type { KernelNode } from "../kernel/node.ts";
import type { ListeningSocket } from "../kernel/socket.ts";
import { type Broken, broken } from "./broken.ts";

/** Undefined where somebody listens: then something else refuses. */
export function nobodyListens(node: KernelNode, address: string, port: number): Broken | undefined {
  const isThere = (one: ListeningSocket) => one.netid === "tcp" && one.port === port && takes(one, address);
  if (node.listening().value.some(isThere)) return undefined;
  return { ...broken(node, "no-listener", { address, port: String(port) }, "ss -ltn"), leg: "request" };
}

const takes = ({ local, v6only }: ListeningSocket, address: string): boolean =>
  local === address || local === "0.0.0.0" || (local === "::" && v6only !== true);
