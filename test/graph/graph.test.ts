// The verb `graph` on a lab's world, in every form.

import { expect, test } from "bun:test";
import { formats } from "../../harness/graph/formats.ts";
import { readWorld } from "../../harness/graph/world.ts";
import { openWorld } from "../../harness/world/nodes.ts";
import { inWorld } from "../world.ts";

test("a world as text, SVG, dot and Mermaid: cables by index and namespace, routes, forwarding, rules", () =>
  inWorld(async (world) => {
    await world.buildFast("03-bridge");
    await world.sh(`ip netns add docker10; ip netns add docker3
      ip link add veth10 type veth peer name eth0 netns docker10; ip link set veth10 master docker0
      sysctl -qw net.ipv4.ip_forward=1; iptables -P FORWARD DROP; iptables -t nat -A POSTROUTING -j MASQUERADE
      nft add table inet own; nft add chain inet own in '{ type filter hook input priority 0; policy drop; }'
      ip link add lost type veth peer name far netns docker3; ip netns exec docker3 sh -c 'touch /run/in; exec sleep infinity' > /dev/null 2>&1 &
      until [ -e /run/in ]; do :; done; ip netns del docker3`);
    const { nodes } = openWorld(world.anchor.pid);
    const drawn = readWorld(nodes);
    for (const node of nodes) node.close();
    expect(formats.text(drawn)).toBe(`host  forwarding on
│     filter FORWARD: policy DROP
│     nat POSTROUTING: 1 rule
│     inet own in: policy DROP
├─ lo 127.0.0.1/8
├─ docker0 (bridge) 172.17.0.1/16
│  ├─ veth1 ══ docker1: eth0 172.17.0.2/16
│  ├─ veth2 ══ docker2: eth0 172.17.0.3/16
│  └─ veth10 DOWN ══ docker10: eth0 DOWN
└─ lost DOWN ══ ?

docker1  default via 172.17.0.1 dev eth0

docker2  default via 172.17.0.1 dev eth0
`);
    expect(formats.svg(drawn, "03")).toContain('class="wire" data-key="host veth2 ══ docker2 eth0"');
    expect(formats.svg(drawn, "03")).toContain('class="wire down" data-key="host veth10 ══ docker10 eth0"');
    expect(formats.dot(drawn, "03")).toContain('"host veth1" -- "docker1 eth0" [penwidth=2]');
    expect(formats.mermaid(drawn, "03")).toMatch(/n0_\d+ === n1_\d+/);
  }));
