import { describe, expect, test } from "bun:test";
import type { Fact } from "../../harness/kernel/facts.ts";
import type { Link } from "../../harness/kernel/link.ts";
import { ask, readers, sharedWorld } from "./world.ts";

type Peer = Fact<{ node: string; link: Link } | undefined>;

// Every eth0 has index 2, and so has the host's br0: an index alone would match the wrong link each time.
const scenario = `
ip link add br0 type bridge
ip netns add docker1
ip netns add docker2
ip netns add lonely
ip link add veth1 type veth peer name eth0 netns docker1
ip link add veth2 type veth peer name eth0 netns docker2
ip -n docker1 link add cross index 7 type veth peer name cross index 7 netns docker2
ip link add near type veth peer name far
ip link add macvlan0 link near type macvlan
`;

const world = sharedWorld(scenario);

for (const [name, reader] of Object.entries(readers)) {
  describe(`read ${name}`, () => {
    const peerOf = (node: string, ifname: string, ...others: string[]) =>
      ask<Peer>(world, reader, "peerOf", node, ifname, ...others);

    test("a container's eth0 leads to its own host end", () => {
      for (const [node, host] of [
        ["docker1", "veth1"],
        ["docker2", "veth2"],
      ] as const) {
        const { value, seen } = peerOf(node, "eth0", "docker2", "docker1", "host");
        expect(value).toMatchObject({ node: "host", link: { ifname: host } });
        expect(seen).toBe(`ip -n ${node} link show eth0; ip link show ${host}`);
      }
    });

    test("the host end leads to the container, though both eth0 have index 2", () => {
      for (const [host, node] of [
        ["veth1", "docker1"],
        ["veth2", "docker2"],
      ] as const) {
        expect(peerOf("host", host, "docker1", "docker2").value).toMatchObject({
          node,
          link: { ifname: "eth0", ifindex: 2 },
        });
      }
    });

    test("both ends with one index", () => {
      const { value } = peerOf("docker1", "cross", "host", "docker1", "docker2");
      expect(value).toMatchObject({ node: "docker2", link: { ifname: "cross", ifindex: 7 } });
    });

    test("both ends in one namespace", () => {
      expect(peerOf("host", "near", "docker1").value).toMatchObject({ node: "host", link: { ifname: "far" } });
      expect(peerOf("host", "far").value).toMatchObject({ node: "host", link: { ifname: "near" } });
    });

    test("no peer: it is elsewhere, the link is no veth, there is no such link", () => {
      expect(peerOf("host", "veth1", "docker2", "lonely").value).toBeUndefined();
      expect(peerOf("host", "macvlan0", "docker1").value).toBeUndefined();
      expect(peerOf("host", "br0", "docker1").value).toBeUndefined();
      expect(peerOf("host", "nothing", "docker1")).toEqual({ value: undefined, seen: "ip link show nothing" } as Peer);
    });
  });
}
