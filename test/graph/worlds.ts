// Worlds for pictures, as records: what the kernel would have to be asked for is tested in graph.test.ts.

import type { DrawnLink, DrawnNode } from "../../harness/graph/world.ts";

export const link = (rest: Partial<DrawnLink> & Pick<DrawnLink, "ifname">): DrawnLink => ({
  ifindex: 2,
  mtu: 1500,
  isUp: true,
  hasCarrier: true,
  addresses: [],
  ...rest,
});

export const node = (name: string, links: DrawnLink[], rest: Partial<DrawnNode> = {}): DrawnNode => ({
  name,
  links,
  routes: [],
  forwards: false,
  rules: [],
  ...rest,
});

/** A bridge with so many containers; `odd` changes the host's end of one of them. */
export function bridged(count: number, odd: Record<number, Partial<DrawnLink>> = {}): DrawnNode[] {
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  const ports = numbers.map((n) => ({
    ...link({ ifname: `veth${n}`, ifindex: n + 2, kind: "veth", master: "docker0" }),
    peer: { node: `docker${n}`, ifname: "eth0" },
    ...odd[n],
  }));
  const docker0 = link({ ifname: "docker0", kind: "bridge", addresses: ["172.17.0.1/16"] });
  const containers = numbers.map((n) =>
    node(
      `docker${n}`,
      [
        link({ ifname: "lo", isUp: false }),
        {
          ...link({ ifname: "eth0", kind: "veth", addresses: [`172.17.${n >> 8}.${n & 255}/16`] }),
          peer: { node: "host", ifname: `veth${n}` },
        },
      ],
      { routes: ["default via 172.17.0.1 dev eth0"] },
    ),
  );
  return [node("host", [docker0, ...ports], { forwards: true }), ...containers];
}
