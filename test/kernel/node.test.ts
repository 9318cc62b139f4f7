// What a node adds to the records: selection, "there is no such thing", and the command that shows the fact.

import { describe, expect, test } from "bun:test";
import { call, readers, sharedWorld } from "./world.ts";

const scenario = `
ip netns add docker1
ip link add docker0 type bridge
ip link add veth1 type veth peer name eth0 netns docker1
ip link set veth1 master docker0 up
ip link set docker0 up
ip address add 172.17.0.1/16 dev docker0
ip -n docker1 link set eth0 up
ip -n docker1 address add 172.17.0.2/16 dev eth0
ip -n docker1 route add default via 172.17.0.1 metric 50
ip -n docker1 route add default via 172.17.0.9 metric 10
ip -n docker1 route add 198.51.100.0/24 via 172.17.0.1 table 100
ip -n docker1 neigh add 172.17.0.1 lladdr 02:00:00:00:00:01 dev eth0
`;

const world = sharedWorld(scenario);

for (const [name, reader] of Object.entries(readers)) {
  describe(`read ${name}`, () => {
    const called = (node: string, method: string, ...parameters: unknown[]): object =>
      call<unknown>(world, reader, node, method, ...parameters);

    test("one link, or undefined", () => {
      expect(called("host", "link", "docker0")).toMatchObject({
        value: { ifname: "docker0", linkinfo: { info_kind: "bridge" } },
        seen: "ip -d link show docker0",
      });
      expect(called("docker1", "link", "nothing")).toEqual({
        seen: "ip -n docker1 -d link show nothing",
        about: { node: "docker1", link: "nothing" },
      });
    });

    test("the ports of a bridge, or undefined", () => {
      expect(called("host", "ports", "docker0")).toMatchObject({
        value: [{ ifname: "veth1", master: "docker0" }],
        seen: "ip -d link show master docker0",
      });
      expect(called("docker1", "ports", "eth0")).toMatchObject({ value: [] });
      expect(called("docker1", "ports", "docker0")).not.toHaveProperty("value");
      expect(called("docker1", "fdb", "docker0")).not.toHaveProperty("value");
    });

    test("addresses and neighbours of one link", () => {
      expect(called("docker1", "addresses", "eth0")).toMatchObject({
        value: [{ local: "172.17.0.2", prefixlen: 16 }, { family: "inet6" }],
        seen: "ip -n docker1 address show eth0",
      });
      expect(called("docker1", "neighbours", "eth0")).toMatchObject({
        value: [{ dst: "172.17.0.1", lladdr: "02:00:00:00:00:01", state: ["PERMANENT"] }],
        seen: "ip -n docker1 neigh show dev eth0",
      });
    });

    test("routes of one table", () => {
      expect(called("docker1", "routes")).toMatchObject({ value: { length: 3 }, seen: "ip -n docker1 route" });
      expect(called("docker1", "routes", "100")).toMatchObject({
        value: [{ dst: "198.51.100.0/24" }],
        seen: "ip -n docker1 route show table 100",
      });
      expect(called("docker1", "routes", "main", "inet6")).toMatchObject({ seen: "ip -n docker1 -6 route" });
    });

    test("the way to everywhere else is the default route that the kernel prefers", () => {
      expect(called("docker1", "routeTo", "default")).toMatchObject({
        value: { gateway: "172.17.0.9", dev: "eth0", metric: 10 },
        seen: "ip -n docker1 route show default",
      });
      expect(called("host", "routeTo", "default")).toEqual({
        seen: "ip route show default",
        about: { node: "host", route: "default" },
      });
    });

    test("the route of a packet that came in by a link", () => {
      world.sh("sysctl -qw net.ipv4.ip_forward=1");
      expect(called("host", "routeTo", "172.17.0.2", { from: "192.0.2.1", iif: "docker0" })).toMatchObject({
        value: { dev: "docker0", iif: "docker0", from: "192.0.2.1" },
        seen: "ip route get 172.17.0.2 from 192.0.2.1 iif docker0",
      });
      expect(() => called("host", "routeTo", "172.17.0.2", { iif: "nothing" })).toThrow(
        'Cannot find the link "nothing" on the node "host"',
      );
      expect(() => called("host", "routeTo", "172.17.0.2", { from: "2001:db8::1" })).toThrow(
        "Cannot route from 2001:db8::1 to 172.17.0.2: one is IPv4, one IPv6",
      );
    });

    test("only a network setting is a node's own", () => {
      for (const key of ["vm.swappiness", "net./../kernel.hostname", "net..ipv4", "net.ipv4/../../kernel"])
        expect(() => called("docker1", "sysctl", key)).toThrow(/Cannot read the sysctl/);
    });
  });
}
