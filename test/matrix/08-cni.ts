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

/** A server on a node that says the same as docker1's. */
const liar = (port: number, entering = "", at = "") =>
  `sed 's/listen 80/listen ${at}${port}/;s/web.pid/liar.pid/' /run/web.conf > /run/liar.conf; ${entering} nginx -c /run/liar.conf`;
const unpublish = plugin("DEL", "docker1", portmap());
const led = (to: string) => `for chain in PREROUTING OUTPUT; do
    iptables -t nat -A $chain -p tcp --dport 8080 -j DNAT --to-destination ${to}; done
  iptables -t nat -A POSTROUTING -o docker0 -p tcp -j MASQUERADE; sysctl -qw net.ipv4.conf.all.route_localnet=1`;
/** Something of docker3 is left, in the host's rules. */
const left = (fault: string, commands: string): Mutation => ({
  fault: `left over: ${fault}`,
  commands,
  caughtBy: "unpublished-docker3",
});
/** What is left for some of those who ask. */
const leads = (chain: string, match: string, to = "172.17.0.4:80") =>
  `iptables -t nat -A ${chain} -p tcp ${match} -j DNAT --to-destination ${to}`;
const inDocker3 = (held: string) => `${docker3}
  ${plugin("DEL", "docker3", portmap({ hostPort: 8083 }, "docker3"))}
  ip netns exec docker3 sleep infinity >/dev/null 2>&1 </dev/null & pid=$!
  until [ "$(readlink /proc/$pid/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done
  ip netns del docker3; ${held}`;
const books = "/var/lib/cni/networks/docker";

export const mutations: Mutation[] = [
  {
    fault: "a server of the host's at port 8080 says what docker1's says",
    commands: `${unpublish}\n${liar(8080)}`,
    caughtBy: "published-outside",
    also: everyPublished,
  },
  {
    fault: "the port leads to docker2, which says the same",
    broken: { node: "docker2", what: "duplicate-address" },
    commands: `${unpublish}\n${liar(80, "ip netns exec docker2")}; ${led("172.17.0.3:80")}`,
    caughtBy: "published-outside",
    also: everyPublished,
  },
  {
    fault: "the port leads to another port of docker1, which says the same",
    broken: { node: "docker2", what: "past-nat" },
    commands: `${unpublish}\n${liar(81, "ip netns exec docker1")}; ${led("172.17.0.2:81")}`,
    caughtBy: "published-outside",
    also: everyPublished,
  },
  {
    fault: "docker1 leads what comes for its server to another one",
    commands: `${liar(81, "ip netns exec docker1")}
      ip netns exec docker1 iptables -t nat -A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 81`,
    caughtBy: "web",
    also: ["published-outside", ...everyPublished],
  },
  {
    fault: "every second connection from outside leads to docker2",
    commands: `${liar(80, "ip netns exec docker2")}
      iptables -t nat -I PREROUTING -s 203.0.113.2 -p tcp --dport 8080 -m statistic --mode nth --every 2 --packet 1 -j DNAT --to 172.17.0.3:80`,
    caughtBy: "published-outside",
  },
  {
    fault: "outside has a route back",
    commands: "ip -n outside route add 172.17.0.0/16 via 203.0.113.1",
    caughtBy: "way-out-docker1",
    also: ["way-out-docker2"],
  },
  {
    fault: "outside has a default route",
    commands: "ip -n outside route add default via 203.0.113.1",
    caughtBy: "way-out-docker1",
    also: ["way-out-docker2"],
  },
  left("a way to port 8083 at one address", leads("PREROUTING", "-d 203.0.113.1 --dport 8083")),
  left("a way to port 8083 for the host itself", leads("OUTPUT", "-d 127.0.0.1 --dport 8083")),
  left("a way to port 8083 from one interface", leads("PREROUTING", "-i docker0 --dport 8083")),
  left("a range of ports leads to docker1's server", leads("PREROUTING", "-i docker0 --dport 8081:8090", "172.17.0.2")),
  left(
    "a range of ports leads to a port that is closed",
    leads("PREROUTING", "-s 203.0.113.2 --dport 8081:8090", "172.17.0.2:81"),
  ),
  left(
    "a range of ports leads to nobody, for the host itself",
    leads("OUTPUT", "--dport 8081:8090", "203.0.113.77:80"),
  ),
  left(
    "an element of a map",
    `printf '%s\\n' 'table ip z {' 'map m { type inet_service : ipv4_addr; elements = { 8083 : 172.17.0.4 }; }' \
      'chain p { type nat hook prerouting priority -100; dnat to tcp dport map @m; }' '}' | nft -f -`,
  ),
  left(
    "a rule of iptables-legacy",
    `iptables-legacy -t nat -A OUTPUT -p tcp --dport 8083 -j DNAT --to-destination 172.17.0.4:80`,
  ),
  left("a proxy at one address", liar(8083, "", "172.17.0.1:")),
  left("masquerading for an address that nobody has", "iptables -t nat -A POSTROUTING -s 172.17.0.4/32 -j MASQUERADE"),
  left("a rule of the filter", "iptables -A FORWARD -d 172.17.0.4 -m comment --comment docker3 -j ACCEPT"),
  left(
    "a proxy that listens to IPv6 alone",
    `python3 -c 'if 1:
      import socket, time
      s = socket.socket(socket.AF_INET6)
      s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
      s.bind(("::", 8083)); s.listen(); open("/run/listens", "w"); time.sleep(3600)' >/dev/null 2>&1 </dev/null &
    until [ -e /run/listens ]; do :; done`,
  ),
  left("a chain that nothing leads to", "iptables -t nat -N CNI-DN-aa9d37db3b28c1c7dc41e"),
  {
    fault: "docker3 has no name any more; a process holds its namespace, and the cable",
    commands: inDocker3(`rm ${books}/172.17.0.[4-9]`),
    caughtBy: "unplugged-docker3",
  },
  {
    fault: "the same, with its lease",
    commands: inDocker3(":"),
    caughtBy: "unplugged-docker3",
    also: ["leases"],
  },
  {
    fault: "a lease is left in a folder behind a symbolic link",
    commands: `mv ${books} /run/books; ln -s /run/books ${books}; echo docker3 > /run/books/172.17.0.9`,
    caughtBy: "leases",
  },
  {
    fault: "docker3 has a macvlan on top of the bridge",
    commands: `ip netns add docker3; ip link add left3 link docker0 type macvlan mode bridge
      ip link set left3 netns docker3 name eth0`,
    caughtBy: "unplugged-docker3",
  },
  {
    fault: "a lease of an IPv6 address",
    commands: `printf 'docker3\r\neth0' > ${books}/fd00::4`,
    caughtBy: "leases",
  },
  {
    fault: "a copy of a lease, without the rest of the book",
    commands: `mkdir -p /run/ipam/docker; printf 'docker3\\r\\neth0' > /run/ipam/docker/172.17.0.4`,
    caughtBy: "leases",
  },
  {
    fault: "a lease is left in a folder of its own (dataDir)",
    commands: `ip netns add docker3; ${add("docker3", { ...bridge, ipMasq: false, ipam: { ...ipam, dataDir: "/tmp/a/b" } })}ip netns del docker3; until [ $(ls /sys/class/net/docker0/brif | wc -l) = 2 ]; do :; done`,
    caughtBy: "leases",
  },
  {
    fault: "what docker1 answers outside is dropped",
    broken: { node: "docker1", what: "filtered" },
    commands: "ip netns exec docker1 iptables -A OUTPUT -p tcp --sport 80 -d 203.0.113.2 -j DROP",
    caughtBy: "published-outside",
  },
  {
    fault: "what docker2 asks is not masqueraded: docker1 answers it directly",
    broken: { node: "docker2", what: "past-nat" },
    commands: "iptables -t nat -I POSTROUTING -s 172.17.0.3 -d 172.17.0.2 -j ACCEPT",
    caughtBy: "published-docker2",
  },
  {
    fault: "data are dropped, connections are not",
    commands: "iptables -A FORWARD -p tcp -m length --length 200: -j DROP",
    caughtBy: "published-outside",
    also: ["published-docker2"],
  },
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
    broken: {
      node: ["docker1", "docker2"],
      what: "no-route",
      and: { node: "docker1", what: "no-return-route" },
    },
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
    broken: {
      node: "docker2",
      what: ["no-such-address", "duplicate-address", "no-listener"],
      and: { node: "docker1", what: "no-listener" },
    },
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
    broken: {
      node: ["docker1", "docker2"],
      what: "duplicate-address",
      and: { node: "docker2", what: "no-listener" },
    },
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
    broken: { node: "host", what: "no-listener" },
    commands: plugin("DEL", "docker1", portmap()),
    caughtBy: "published-outside",
    also: everyPublished,
  },
  {
    fault: "hostPort and containerPort exchanged",
    broken: { node: "host", what: "no-listener" },
    commands: republished({ hostPort: 80, containerPort: 8080 }),
    caughtBy: "published-outside",
    also: everyPublished,
  },
  {
    fault: "udp instead of tcp",
    broken: { node: "host", what: "no-listener" },
    commands: republished({ protocol: "udp" }),
    caughtBy: "published-outside",
    also: everyPublished,
  },
  {
    fault: "published at one address only",
    broken: { node: "host", what: "no-listener" },
    commands: republished({ hostIP: "127.0.0.1" }),
    caughtBy: "published-outside",
    also: ["published-docker2", "published-host"],
  },
  {
    fault: "the other container's result as prevResult",
    broken: { node: "docker2", what: "no-listener" },
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

const lab = `${given}${add("docker1")}${add("docker2")}${publish()}`;
/** A proxy in the place of portmap's rules. */
const proxied = (proxy: string) => `${given}${add("docker1")}${add("docker2")}${proxy}
  until ss -Hltn sport = :8080 | grep -q .; do :; done`;

export const alternatives: Record<string, string> = {
  "books behind a symbolic link; chains that have nothing to do with it": `${lab}
    mv ${books} /run/books; ln -s ../../../../run/books ${books}; iptables -N LOGGING; iptables -t nat -N mine`,
  "a firewall that drops and refuses port 8083": `${lab}
    iptables -A INPUT -p tcp --dport 8083 -j DROP; iptables -A FORWARD -p tcp --dport 8083 -j REJECT
    printf '%s\\n' 'table inet z { chain i { type filter hook input priority 10; tcp dport 8083 counter drop; }; }' | nft -f -`,
  "docker3 is there again, and unplugged": `${lab}
    ip netns add docker3; ip -n docker3 link set lo up; ip -n docker3 link add a0 type veth peer name b0`,
  "pings written down by their addresses": `${lab}
    mkdir /tmp/seen; for address in 172.17.0.2 172.17.0.3; do ping -c 1 $address > /tmp/seen/$address; done`,
  "docker4 has its lease in a folder of its own": `${lab}
    ip netns add docker4; ${add("docker4", { ...bridge, name: "four", ipam: { ...ipam, rangeStart: "172.17.9.1", dataDir: "/run/four" } })}`,
  "somebody asks all the time": `${lab}
    while :; do curl -s http://127.0.0.1:8080; done >/dev/null 2>&1 </dev/null &`,
  "a proxy that keeps its connections": proxied(`
    echo 'user root; error_log /run/e; pid /run/px.pid; events {} http { upstream up { server 172.17.0.2:80; keepalive 4; } server { listen 8080; location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; } } }' > /run/px.conf
    nginx -c /run/px.conf`),
  "a proxy of bytes": proxied(`
    echo 'load_module modules/ngx_stream_module.so; user root; error_log /run/e; pid /run/px.pid; events {} stream { server { listen 8080; proxy_pass 172.17.0.2:80; } }' > /run/px.conf
    nginx -c /run/px.conf || /run/bun -e 'Bun.listen({ hostname: "0.0.0.0", port: 8080, socket: { open(s) { s.pause(); Bun.connect({ hostname: "172.17.0.2", port: 80, socket: { open(t) { s.data = t; s.resume() }, data(_, d) { s.write(d) }, close() { s.end() } } }) }, data(s, d) { s.data.write(d) }, close(s) { s.data?.end() } } })' >/dev/null 2>&1 </dev/null &`),
  "the server of docker1 begins its answer before it has all of the question; the filter is strict": `${lab}
    iptables -P INPUT DROP; iptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
    iptables -A INPUT -p icmp -j ACCEPT; iptables -A INPUT -i lo -j ACCEPT; ip netns exec docker1 iptables -A OUTPUT -m conntrack --ctstate INVALID -j DROP`,
  "static neighbours, and an FDB entry by hand": `${lab}
    mac=$(ip netns exec docker1 cat /sys/class/net/eth0/address); ip neigh replace 172.17.0.2 lladdr $mac dev docker0 nud permanent
    bridge fdb replace $mac dev $(bridge link | awk -F'[ @:]+' '{print $2}' | head -n 1) master static`,
  "outside may not be pinged from where it is; the host answers no ping of outside's": `${lab}
    iptables -A INPUT -s 203.0.113.2 -p icmp --icmp-type echo-request -j DROP`,
  "docker2 publishes a port too": `${lab}
    ${plugin("ADD", "docker2", portmap({ hostPort: 8082 }, "docker2"))}`,
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
