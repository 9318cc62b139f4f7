// Every record against iproute2's own JSON, on live state. What a record leaves out is listed here, so nothing is
// missing silently.

import { expect, test } from "bun:test";
import { call, readers, sharedWorld } from "./world.ts";

type Json = Record<string, unknown>;

const scenario = `
ip link set lo up
ip netns add docker1
ip netns add docker2
ip link add docker0 type bridge
ip link add veth1 type veth peer name eth0 netns docker1
ip link add veth2 type veth peer name eth0 netns docker2
ip link set veth1 master docker0 up
ip link set veth2 master docker0 up
ip link set docker0 up
ip link add near type veth peer name far
ip link set near up
ip link add vxlan42 type vxlan id 42 dstport 4789 local 192.0.2.1 remote 198.51.100.1 dev docker0
ip link add vxlan43 type vxlan id 43 dstport 8472 group 239.1.1.1 dev docker0 nolearning
ip link add vxlan6 type vxlan id 44 dstport 0 local 2001:db8::1 ttl 7
ip link add macvlan0 link near type macvlan mode bridge
ip link property add dev macvlan0 altname another altname third
ip link set macvlan0 alias 'a name for people' txqueuelen 0
ip -n docker1 link set eth0 up
ip address add 192.0.2.1/24 broadcast + dev docker0
ip address add 192.0.2.3/24 dev docker0
ip address add 192.0.2.9/32 peer 198.51.100.9 dev near label near:p2p
ip address add 203.0.113.1/24 dev far valid_lft 1000 preferred_lft 500 metric 7 noprefixroute
ip address add 2001:db8::1/64 dev docker0 nodad
ip address add 2001:db8::3 peer 2001:db8::4/128 dev near home
ip -n docker1 address add 192.0.2.2/24 dev eth0
ip netns exec docker1 ping -c 1 -W 2 192.0.2.1
ip -n docker1 route add default via 192.0.2.1
ip route add blackhole 198.51.100.0/24
ip route add unreachable 203.0.113.0/25 metric 20
ip route add prohibit 203.0.113.128/25
ip route add throw 10.9.0.0/16
ip route add 10.0.0.0/8 nexthop via 192.0.2.2 dev docker0 weight 2 nexthop via 192.0.2.5 dev docker0 onlink
ip route add 10.1.0.0/16 via 192.0.2.2 metric 5 mtu lock 1400 advmss 1000 hoplimit 5 rto_min 100ms initcwnd 9
ip route add 10.2.0.0/16 via inet6 2001:db8::5 dev docker0
ip route add 10.3.0.0/16 dev docker0 src 192.0.2.3 scope link proto static
ip route add default via 192.0.2.2 table 100
ip -6 route add default via 2001:db8::2 pref high
ip -6 route add 2001:db8:1::/48 nexthop via 2001:db8::2 nexthop via 2001:db8::3:3
ip -6 route add blackhole 2001:db8:2::/48
ip -6 route add 2001:db8:3::/48 from 2001:db8::/64 via 2001:db8::2 table 1000
ip rule add from 192.0.2.0/24 lookup 100
ip rule add from 192.0.2.1 to 10.0.0.0/8 fwmark 0x1/0xff iif docker0 lookup main suppress_prefixlength 0
ip rule add not iif lo lookup 101
ip rule add to 198.51.100.4 tos 0x10 oif nowhere ipproto tcp dport 80 unreachable
ip rule add sport 5-9 ipproto udp fwmark 3 goto 32766
ip rule add prohibit to 203.0.113.77
ip -6 rule add from 2001:db8::/32 lookup 1000
ip neigh add 192.0.2.77 lladdr 02:00:00:00:00:01 dev docker0
ip neigh add 192.0.2.78 lladdr 02:00:00:00:00:02 dev docker0 nud stale router extern_learn
ip neigh add 192.0.2.79 dev docker0 nud failed
ip neigh add 192.0.2.80 lladdr 02:00:00:00:00:03 dev docker0 nud noarp
ip neigh add 2001:db8::77 lladdr 02:00:00:00:00:01 dev docker0
bridge fdb add 02:00:00:00:00:09 dev veth1 master static
bridge fdb append 00:00:00:00:00:00 dev vxlan42 dst 192.0.2.2 port 8472 vni 7
bridge fdb add 02:00:00:00:00:0a dev vxlan43 dst 192.0.2.4 via docker0 self
`;

const leftOut = {
  link: [
    ..."num_tx_queues num_rx_queues gso_max_size gso_max_segs tso_max_size tso_max_segs gro_max_size".split(" "),
    "inet6_addr_gen_mode",
  ],
  bridge: [
    ..."hello_timer tcn_timer topology_change_timer gc_timer".split(" "),
    ..."no_linklocal_learn mcast_vlan_snooping mcast_query_use_ifaddr mcast_querier mcast_hash_elasticity".split(" "),
    ..."mcast_hash_max mcast_last_member_cnt mcast_startup_query_cnt mcast_last_member_intvl".split(" "),
    ..."mcast_membership_intvl mcast_querier_intvl mcast_query_intvl mcast_query_response_intvl".split(" "),
    ..."mcast_startup_query_intvl mcast_stats_enabled mcast_igmp_version mcast_mld_version".split(" "),
  ],
  bridgePort: ["hold_timer", "message_age_timer", "forward_delay_timer", "group_fwd_mask_str"],
  vxlan: ["df"],
  macvlan: ["bcqueuelen", "usedbcqueuelen"],
  route: ["cache"],
};

const without = (record: Json, keys: string[]): Json =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));

function trimmedLink(link: Json): Json {
  const info = link.linkinfo as Record<string, Json> | undefined;
  const trimmed = without(link, leftOut.link);
  if (!info) return trimmed;
  const kind = String(info.info_kind) as "bridge";
  const { info_data: data, info_slave_data: port } = info;
  return {
    ...trimmed,
    linkinfo: {
      ...info,
      ...(data && { info_data: without(data, leftOut[kind] ?? []) }),
      ...(port && { info_slave_data: without(port, leftOut.bridgePort) }),
    },
  };
}

const flatAddress = ({ ifindex, ifname, addr_info }: Json): Json[] =>
  (addr_info as Json[]).map((entry) => ({ ifindex, ifname, ...entry }));

const withFamily =
  (family: string) =>
  (shown: Json[]): Json[] =>
    shown.map((record) => ({ family, ...record }));
const asShown = (shown: Json[]): Json[] => shown;

/** For each command, the method that gives the same, and how the command's records become ours. */
const commands: Record<string, [method: string, parameters: string[], records: (shown: Json[]) => Json[]]> = {
  "ip -j -d link": ["links", [], (shown) => shown.map(trimmedLink)],
  "ip -j -d address": ["addresses", [], (shown) => shown.flatMap(flatAddress)],
  "ip -j -d -4 route show table all": ["routes", ["all", "inet"], withFamily("inet")],
  "ip -j -d -6 route show table all": ["routes", ["all", "inet6"], withFamily("inet6")],
  "ip -j -d -4 rule": ["rules", ["inet"], withFamily("inet")],
  "ip -j -d -6 rule": ["rules", ["inet6"], withFamily("inet6")],
  "ip -j -d neigh": ["neighbours", [], asShown],
  "bridge -j fdb": ["fdb", [], asShown],
};

const world = sharedWorld(scenario);

/** The state may change between the two readings (a neighbour goes stale, a timer runs): then they are read again. */
async function expectSame(read: () => unknown, shown: () => unknown): Promise<void> {
  for (let attempt = 1; attempt < 20; attempt++) {
    if (Bun.deepEquals(read(), shown())) return;
    await Bun.sleep(50);
  }
  expect(read()).toEqual(shown());
}

for (const [name, reader] of Object.entries(readers)) {
  for (const node of ["host", "docker1", "docker2"]) {
    for (const [command, [method, parameters, records]] of Object.entries(commands)) {
      test(`${method} of ${node}, read ${name}, are those of ${command}`, async () => {
        const onNode = node === "host" ? command : command.replace(/^(ip|bridge)/, `$1 -n ${node}`);
        await expectSame(
          () => call<Json[]>(world, reader, node, method, ...parameters).value,
          () => records(world.json(onNode)),
        );
      });
    }
  }

  test(`the route to an address, read ${name}, is that of ip route get`, async () => {
    for (const destination of ["192.0.2.2", "10.1.2.3", "192.0.2.1", "10.2.0.1", "2001:db8::77", "2001:db8:9::1"]) {
      await expectSame(
        () => call<Json>(world, reader, "host", "routeTo", destination).value,
        () => {
          const [route = {}] = world.json<Json[]>(`ip -j -d route get ${destination}`);
          return { family: destination.includes(":") ? "inet6" : "inet", ...without(route, leftOut.route) };
        },
      );
    }
  });

  test(`the kernel's refusal of a route, read ${name}, is that of ip route get`, () => {
    const destinations = ["198.51.100.2", "203.0.113.3", "203.0.113.200", "8.8.8.8", "2001:db8:2::1"];
    const answers = destinations.map(
      (destination) => call<{ error: string; reason: string }>(world, reader, "host", "routeTo", destination).value,
    );
    expect(answers.map(({ error }) => error)).toEqual(["EINVAL", "EHOSTUNREACH", "EACCES", "ENETUNREACH", "EINVAL"]);
    for (const [index, destination] of destinations.entries()) {
      expect(world.sh(`ip route get ${destination} 2>&1 || true`)).toContain(answers[index]!.reason);
    }
  });

  test(`the FDB of one bridge, read ${name}, is that of bridge fdb show br`, async () => {
    await expectSame(
      () => call<Json[]>(world, reader, "host", "fdb", "docker0").value,
      () => world.json("bridge -j fdb show br docker0"),
    );
  });

  test(`sysctls, read ${name}, are those of the node`, () => {
    world.sh("sysctl -qw net.ipv4.ip_forward=1; ip netns exec docker1 sysctl -qw net.ipv4.ip_forward=0");
    const keys = ["net.ipv4.ip_forward", "net.ipv4.conf.eth0.forwarding", "net.ipv4.tcp_rmem", "net.ipv4.nothing"];
    for (const [node, prefix] of [
      ["host", ""],
      ["docker1", "ip netns exec docker1 "],
    ] as const) {
      const shown = keys.map((key) => world.sh(`${prefix}sysctl -n ${key} 2>/dev/null || echo none`).trim());
      const read = keys.map((key) => call<string | undefined>(world, reader, node, "sysctl", key));
      expect(read.map(({ value }) => value ?? "none")).toEqual(shown);
      expect(read[0]!.seen).toBe(`${prefix}sysctl net.ipv4.ip_forward`);
    }
  });
}
