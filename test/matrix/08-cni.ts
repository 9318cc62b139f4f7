import { cniPlugins } from "../../harness/index.ts";
import { held } from "../holding.ts";
import type { Mutation } from "../matrix.ts";

const cni = cniPlugins();

type Conf = Record<string, unknown>;
/** A plugin, run by hand. In the configuration, "$(cat FILE)" is the file's content. */
const plugin = (command: "ADD" | "DEL", id: string, conf: Conf, ifname = "eth0") =>
  `CNI_COMMAND=${command} CNI_CONTAINERID=${id} CNI_NETNS=/run/netns/${id} CNI_IFNAME=${ifname} CNI_PATH=${cni} ${cni}/${conf.type} <<END
${JSON.stringify(conf).replaceAll(/"(\$\(cat \S+\))"/g, "$1")}
END`;

const ipam = { type: "host-local", subnet: "172.17.0.0/16", routes: [{ dst: "0.0.0.0/0" }] };
const bridge = {
  cniVersion: "1.0.0",
  name: "docker",
  type: "bridge",
  bridge: "docker0",
  isGateway: true,
  ipMasq: true,
  ipam,
};
const mapping = { hostPort: 8080, containerPort: 80, protocol: "tcp" };
const portmap = (more: Conf = {}, id = "docker1") => ({
  cniVersion: "1.0.0",
  name: "docker",
  type: "portmap",
  runtimeConfig: { portMappings: [{ ...mapping, ...more }] },
  prevResult: `$(cat /run/${id}.json)`,
});
const add = (id: string, conf: Conf = bridge, ifname?: string) =>
  `${plugin("ADD", id, conf, ifname).replace("<<END", `<<END > /run/${id}.json`)}\n`;
const publish = (more?: Conf, id?: string) => plugin("ADD", "docker1", portmap(more, id));
const docker3 = `ip netns add docker3; ${add("docker3")}${plugin("ADD", "docker3", portmap({ hostPort: 8083 }, "docker3"))}`;

const nothing = [
  plugin("DEL", "docker1", portmap()),
  plugin("DEL", "docker1", bridge),
  plugin("DEL", "docker2", bridge),
  "ip link del docker0",
  "rm -r /var/lib/cni",
].join("\n");
const republished = (more: Conf, id?: string) => `${plugin("DEL", "docker1", portmap())}\n${publish(more, id)}`;
/** The lab's network built again, with another configuration. */
const anew = (conf: Conf) => [nothing, add("docker1", conf), add("docker2", conf), publish()].join("\n");

const everyPublished = ["published-docker2", "published-host", "published-localhost"];

const waysOut = ["way-out-docker1", "way-out-docker2"];

export const mutations: Mutation[] = [
  {
    fault: "no name of the bridge: the plugin's own default, cni0",
    commands: anew({ ...bridge, bridge: undefined }),
    caughtBy: "bridge",
    also: ["bridge-address", "pair-docker1", "pair-docker2"],
    blocks: ["addresses-distinct", "ports-bare", "unplugged-docker3", "unpublished-docker3"],
  },
  {
    fault: "no isGateway",
    broken: { node: "host", what: "no-route", and: { node: ["docker1", "docker2"], what: "no-such-address" } },
    commands: anew({ ...bridge, isGateway: false, ipMasq: false }),
    caughtBy: "bridge-address",
    also: ["host-docker1", "host-docker2", "web", ...waysOut, "published-outside", ...everyPublished],
  },
  {
    fault: "no routes",
    broken: { node: ["docker1", "docker2"], what: "no-route" },
    commands: anew({ ...bridge, ipam: { ...ipam, routes: undefined } }),
    caughtBy: "route-docker1",
    also: ["route-docker2", ...waysOut, "published-outside"],
  },
  {
    fault: "another prefix length",
    commands: anew({ ...bridge, ipam: { ...ipam, subnet: "172.17.0.0/24" } }),
    caughtBy: "address-docker1",
    also: ["address-docker2", "bridge-address"],
  },
  {
    fault: "another gateway",
    broken: { node: "docker2", what: ["no-such-address", "duplicate-address"] },
    commands: anew({ ...bridge, ipam: { ...ipam, gateway: "172.17.0.254" } }),
    caughtBy: "bridge-address",
    also: [
      // .1 is then given to docker1
      "address-docker1",
      "address-docker2",
      "docker1-docker2",
      "host-docker1",
      "host-docker2",
      "route-docker1",
      "route-docker2",
      "web",
      "published-docker2",
      "published-host",
    ],
  },
  {
    fault: "no ipMasq",
    commands: anew({ ...bridge, ipMasq: false }),
    broken: { node: "outside", what: "no-return-route" },
    caughtBy: "way-out-docker1",
    also: ["way-out-docker2"],
  },
  {
    fault: "docker2 added before docker1",
    commands: [nothing, add("docker2"), add("docker1"), publish()].join("\n"),
    broken: { node: ["docker1", "docker2"], what: "duplicate-address" },
    caughtBy: "address-docker1",
    also: ["address-docker2", "docker1-docker2", "host-docker1", "host-docker2", "web"],
  },
  {
    fault: "another CNI_IFNAME",
    broken: { node: "docker2", what: "no-such-address" },
    commands: `${plugin("DEL", "docker2", bridge)}\n${add("docker2", bridge, "eth1")}`,
    caughtBy: "pair-docker2",
    also: ["address-docker2", "docker1-docker2", "host-docker2", "route-docker2"],
  },
  {
    fault: "a container that was added after an earlier one was deleted: host-local gives the next address",
    commands: `${plugin("DEL", "docker2", bridge)}\n${add("docker2")}`,
    broken: { node: "docker2", what: "no-such-address" },
    caughtBy: "address-docker2",
    also: ["docker1-docker2", "host-docker2"],
  },
  {
    fault: "no port mapping",
    commands: plugin("DEL", "docker1", portmap()),
    caughtBy: "published-outside",
    also: everyPublished,
  },
  {
    fault: "hostPort and containerPort exchanged",
    commands: republished({ hostPort: 80, containerPort: 8080 }),
    caughtBy: "published-outside",
    also: everyPublished,
  },
  {
    fault: "udp instead of tcp",
    commands: republished({ protocol: "udp" }),
    caughtBy: "published-outside",
    also: everyPublished,
  },
  {
    fault: "published at one address only",
    commands: republished({ hostIP: "127.0.0.1" }),
    caughtBy: "published-outside",
    also: ["published-docker2", "published-host"],
  },
  {
    fault: "the other container's result as prevResult",
    commands: republished({}, "docker2"),
    caughtBy: "published-outside",
    also: everyPublished,
  },
  {
    fault: "the host does not forward",
    commands: "sysctl -w net.ipv4.ip_forward=0",
    broken: { node: "host", what: "not-forwarding" },
    caughtBy: "way-out-docker1",
    also: ["way-out-docker2", "published-outside", "published-docker2"],
  },
  {
    fault: "FORWARD drops, as where Docker runs",
    commands: "iptables -P FORWARD DROP",
    broken: { node: "host", what: "filtered" },
    caughtBy: "way-out-docker2",
    also: ["way-out-docker1", "published-outside", "published-docker2"],
  },
  {
    fault: "docker3 added and never deleted",
    commands: docker3,
    caughtBy: "unplugged-docker3",
    also: ["unpublished-docker3"],
  },
  {
    fault: "DEL of bridge only",
    commands: `${docker3}\n${plugin("DEL", "docker3", bridge)}`,
    caughtBy: "unpublished-docker3",
  },
  {
    fault: "DEL of portmap only",
    commands: `${docker3}\n${plugin("DEL", "docker3", portmap({ hostPort: 8083 }, "docker3"))}`,
    caughtBy: "unplugged-docker3",
  },
  {
    fault: "the namespace removed without DEL: the kernel takes the cable, and knows nothing of leases and rules",
    commands: `${docker3}\nip netns del docker3`,
    caughtBy: "leases",
    also: ["unpublished-docker3"],
  },
  {
    fault: "a proxy for docker3 is still there",
    commands:
      "echo 'user root; error_log /run/left.log; pid /run/left.pid; events {} http { access_log off; server { listen 8083; } }' > /run/left.conf; nginx -c /run/left.conf",
    caughtBy: "unpublished-docker3",
  },
  {
    fault: "DEL for another container's id",
    commands: `${docker3}\n${plugin("DEL", "docker3", portmap())}\nip netns exec docker3 ip link del eth0`,
    caughtBy: "leases",
    also: ["unpublished-docker3"],
  },
];

const given = `
ip netns add docker1; ip netns add docker2
echo 'user root; error_log /run/error.log; pid /run/web.pid; events {} http { server { listen 80; return 200 "docker1 "; } }' > /run/web.conf
ip netns exec docker1 nginx -c /run/web.conf
ip netns add outside; ip link add voutside type veth peer name eth0 netns outside
ip address add 203.0.113.1/24 dev voutside; ip link set voutside up
ip -n outside address add 203.0.113.2/24 dev eth0; ip -n outside link set eth0 up
`;
/** Containers that are processes, each named by a link, as Docker's are by hand. */
const named = (...names: string[]) =>
  `${held}\n${names.map((name) => `held --net; ln -s /proc/$pid/ns/net /run/netns/${name}`).join("\n")}`;
const ofProcess = (command: string, name: string) =>
  command.replace(`CNI_NETNS=/run/netns/${name}`, `CNI_NETNS=$(readlink /run/netns/${name})`);
const byHand = (numbers: string) => `
ip link show docker0 2>/dev/null || { ip link add docker0 type bridge; ip address add 172.17.0.1/16 dev docker0; ip link set docker0 up; }
for i in ${numbers}; do
  ip link add veth$i type veth peer name eth0 netns docker$i; ip link set veth$i master docker0 up
  ip -n docker$i link set eth0 up; ip -n docker$i address add 172.17.0.$((i + 1))/16 dev eth0
  ip -n docker$i route add default via 172.17.0.1
done
sysctl -qw net.ipv4.ip_forward=1
`;

export const alternatives: Record<string, string> = {
  "by hand, with ip and iptables": `${given}${byHand("1 2")}
    sysctl -qw net.ipv4.conf.all.route_localnet=1
    iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
    iptables -t nat -A POSTROUTING -o docker0 -p tcp -d 172.17.0.2 --dport 80 ! -s 203.0.113.0/24 -j MASQUERADE
    for chain in PREROUTING OUTPUT; do
      iptables -t nat -A $chain -m addrtype --dst-type LOCAL -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
    done`,
  "by hand, with nft": `${given}${byHand("2 1")}
    sysctl -qw net.ipv4.conf.docker0.route_localnet=1
    nft -f - <<'END'
table ip ports {
  map published { type inet_service : ipv4_addr . inet_service; elements = { 8080 : 172.17.0.2 . 80 } }
  chain prerouting { type nat hook prerouting priority -100; fib daddr type local dnat ip to tcp dport map @published; }
  chain output { type nat hook output priority -100; fib daddr type local dnat ip to tcp dport map @published; }
  chain postrouting { type nat hook postrouting priority 100; oifname "docker0" ct status dnat masquerade
    oifname != "docker0" ip saddr 172.17.0.0/16 masquerade; }
}
END`,
  "by hand, with a proxy on the host, as Docker's docker-proxy": `${given}${byHand("1 2")}
    iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
    echo 'user root; error_log /run/proxy.log; pid /run/proxy.pid; events {} http { access_log off; server { listen 8080; location / { proxy_pass http://172.17.0.2; } } }' > /run/proxy.conf
    nginx -c /run/proxy.conf`,
  "another name, dataDir, version and way to the default route; docker3 stays, empty": `${given}
    ip netns add docker3
    ${((conf) =>
      [
        add("docker1", conf),
        add("docker2", conf),
        plugin("ADD", "docker1", { ...portmap(), cniVersion: "0.4.0", name: "my.net-1" }),
        add("docker3", conf),
        plugin("DEL", "docker3", conf),
      ].join("\n"))({
      ...bridge,
      cniVersion: "0.4.0",
      name: "my.net-1",
      isDefaultGateway: true,
      hairpinMode: true,
      ipam: { type: "host-local", dataDir: "/run/leases", ranges: [[{ subnet: "172.17.0.0/16" }]] },
    })}`,
  "docker2 first, by CNI_ARGS; a bridge that is there already; the port before docker2; docker3 deleted twice": `${given}
    ip netns add docker3; brctl addbr docker0
    CNI_ARGS='IgnoreUnknown=1;IP=172.17.0.3' ${add("docker2")}
    CNI_ARGS='IgnoreUnknown=1;IP=172.17.0.2' ${add("docker1")}
    ${publish()}
    ${docker3.replace("ip netns add docker3; ", "")}
    ${[1, 2].map(() => plugin("DEL", "docker3", portmap({ hostPort: 8083 }, "docker3"))).join("\n")}
    ip netns del docker3
    ${[1, 2].map(() => plugin("DEL", "docker3", bridge)).join("\n")}`,
  "the static plugin gives the addresses": `${given}
    ${["docker1", "docker2"]
      .map((id, at) =>
        add(id, {
          ...bridge,
          ipam: {
            type: "static",
            addresses: [{ address: `172.17.0.${at + 2}/16`, gateway: "172.17.0.1" }],
            routes: [{ dst: "0.0.0.0/0", gw: "172.17.0.1" }],
          },
        }),
      )
      .join("\n")}
    ${publish()}`,
  "CNI_NETNS is a process's, by a link or its pid; one more container has no name, one is named elsewhere": `
    ${given.replace("ip netns add docker1; ip netns add docker2", named("docker1", "docker2"))}
    ${ofProcess(add("docker1"), "docker1")} ${ofProcess(add("docker2"), "docker2")} ${ofProcess(publish(), "docker1")}
    held --net; ${add("docker4").replace("/run/netns/docker4", "/proc/$pid/ns/net")}
    held --net; touch /run/elsewhere; mount --bind /proc/$pid/ns/net /run/elsewhere; kill $pid
    ${add("docker5").replace("/run/netns/docker5", "/run/elsewhere")}`,
  "docker1 by plugins, docker2 by hand": `${given}${add("docker1")}${publish()}${byHand("2")}
    iptables -t nat -A POSTROUTING -s 172.17.0.3 ! -d 172.17.0.0/16 -j MASQUERADE`,
  "plugins that use iptables-legacy; a filter that rejects as Red Hat's": `${given}
    mkdir /run/legacy; for tool in iptables ip6tables; do ln -s "$(command -v $tool-legacy)" /run/legacy/$tool; done
    export PATH=/run/legacy:$PATH
    ${add("docker1")}${add("docker2")}${publish()}
    iptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
    iptables -A INPUT -p icmp -j ACCEPT; iptables -A INPUT -i lo -j ACCEPT
    iptables -A INPUT -j REJECT --reject-with icmp-host-prohibited`,
  "a firewall that drops all but what is needed; a fourth container and another published port": `${given}
    ip netns add docker4
    ${add("docker1")}${add("docker2")}${publish()}
    ${add("docker4")}${plugin("ADD", "docker4", portmap({ hostPort: 8084 }, "docker4"))}
    iptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
    iptables -A INPUT -p icmp -j ACCEPT; iptables -A INPUT -i lo -j ACCEPT; iptables -P INPUT DROP
    iptables -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
    iptables -A FORWARD -i docker0 -j ACCEPT
    iptables -A FORWARD -o docker0 -m conntrack --ctstate DNAT -j ACCEPT; iptables -P FORWARD DROP`,
};
