// What must be true of lab 07, whoever built it. Titles and hints: docs/<language>/07-cross-host.md, by id.

import { bothWays, check, reach } from "../check.ts";

const sides = [
  { host: "host1", address: "192.168.56.11", far: "172.17.2.2", gateway: "192.168.56.12" },
  { host: "host2", address: "192.168.56.12", far: "172.17.1.2", gateway: "192.168.56.11" },
] as const;

const segment = sides.map(({ host, address }) =>
  check(`segment-${host}`, {
    points: 1,
    read: (nodes) => nodes[host]!.addresses("eth0"),
    expect: [{ family: "inet", local: address, prefixlen: 24 }],
    brokenBy: `ip -n ${host} address flush dev eth0`,
  }),
);

// Asked of the kernel, not of the table: a wider route, or one in another table, does as well.
const routes = sides.map(({ host, far, gateway }) =>
  check(`route-${host}`, {
    needs: segment,
    points: 2,
    read: (nodes) => nodes[host]!.routeTo(far),
    expect: { gateway, dev: "eth0" },
    brokenBy: `ip -n ${host} route del ${far.replace(/2$/, "0/24")}`,
  }),
);

const forwarding = sides.map(({ host }) =>
  check(`forwarding-${host}`, {
    points: 1,
    read: (nodes) => nodes[host]!.sysctl("net.ipv4.ip_forward"),
    expect: "1",
    brokenBy: `ip netns exec ${host} sysctl -w net.ipv4.ip_forward=0`,
  }),
);

const talk = check("docker1-docker2", {
  needs: [...routes, ...forwarding],
  points: 3,
  read: reach("docker1", "172.17.1.2", "docker2", "172.17.2.2"),
  expect: bothWays("docker1", "docker2"),
  brokenBy: "ip netns exec host2 iptables -I FORWARD -d 172.17.2.0/24 -j DROP",
});

const sources = check("own-source", {
  needs: [talk],
  points: 2,
  read: reach("docker1", "172.17.1.2", "docker2", "172.17.2.2"),
  expect: { "docker1 → docker2": { source: "172.17.1.2" }, "docker2 → docker1": { source: "172.17.2.2" } },
  brokenBy: "ip netns exec host1 iptables -t nat -I POSTROUTING -s 172.17.1.0/24 -j SNAT --to-source 172.17.1.1",
});

export default [...segment, ...routes, ...forwarding, talk, sources];
