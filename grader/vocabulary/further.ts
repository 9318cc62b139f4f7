// A container that a student is given besides those of the notes, joined to docker0 like docker1.

import type { Field } from "../../harness/probe/field.ts";
import { cable, pluggedIn } from "./cable.ts";
import type { Check, NodeName, Nodes } from "./check.ts";
import { lasting } from "./lasting.ts";
import { matches, type Pattern } from "./matches.ts";
import { type By, bothWays, reach } from "./reach.ts";

/** Its cable, its address, its default route where a gateway is named, and whether it and docker1 reach each other. */
export function joined(name: NodeName, address: string, gateway?: string, by?: By): Pick<Check, "read" | "expect"> {
  const expect: Record<string, Pattern> = {
    cable: pluggedIn,
    addresses: [{ family: "inet", local: address, prefixlen: 16 }],
    ...(gateway && { "default route": { gateway, dev: "eth0" } }),
    ping: bothWays("docker1", name, by),
  };
  return {
    expect,
    read: async (nodes: Nodes, field: Field) => {
      const ping = await reach("docker1", "172.17.0.2", name, address, by)(nodes, field);
      const facts = {
        cable: cable(name)(nodes),
        addresses: lasting(nodes[name].addresses("eth0")),
        ...(gateway && { "default route": nodes[name].routeTo("default") }),
        ping,
      };
      const wrong = Object.entries(facts).find(([part, fact]) => !matches(fact.value, expect[part]));
      const value = Object.fromEntries(Object.entries(facts).map(([part, fact]) => [part, fact.value]));
      return { ...ping, value, seen: (wrong?.[1] ?? ping).seen };
    },
  };
}
