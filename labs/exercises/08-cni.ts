// The exercise of lab 08: a network that plugins built, half of whose containers ended without DEL.
// Text: docs/<language>/exercises/08-cni.md
//
//   three containers ── shop0 ── host ── outside        docker1: not joined yet
//   three more are gone: of them there are leases and rules

import { cniPlugins, type ExerciseFile } from "../../harness/index.ts";

const network = { cniVersion: "1.0.0", name: "shop" };

/** The call of a plugin, as the lab makes it. */
const cni = (plugins: string, command: string, id: string, netns: string, plugin: string) =>
  `CNI_COMMAND=${command} CNI_CONTAINERID=${id} CNI_NETNS=${netns} CNI_IFNAME=eth0 CNI_PATH=${plugins} ${plugins}/${plugin}`;

const exercise: ExerciseFile = (chance) => {
  const plugins = cniPlugins();
  const hex = (): string => chance.number(0, 0xffffff).toString(16).padStart(6, "0");
  const ports = chance.some(
    Array.from({ length: 900 }, (_, at) => 8100 + at),
    6,
  );
  const turned = chance.some([1, 3, 5], chance.number(1, 2)); // of those that stay
  const containers = ports.map((port, at) => ({
    port,
    id: hex() + hex(),
    netns: `cni-${hex()}`,
    isGone: at % 2 === 0,
    hasHairpin: turned.includes(at),
  }));
  const bridge = {
    ...network,
    type: "bridge",
    bridge: "shop0",
    isGateway: true,
    ipam: { type: "host-local", subnet: "172.18.0.0/16", routes: [{ dst: "0.0.0.0/0" }] },
  };
  const portmap = (port: number | string) =>
    `{"cniVersion":"1.0.0","name":"shop","type":"portmap","runtimeConfig":{"portMappings":[{"hostPort":${port},"containerPort":80,"protocol":"tcp"}]}`;

  const joined = ({ id, netns, port, hasHairpin }: (typeof containers)[number]) => [
    `sed 's/"isGateway"/"hairpinMode":${hasHairpin},"isGateway"/' /run/shop.json | ${cni(plugins, "ADD", id, `/run/netns/${netns}`, "bridge")} > /run/result`,
    `{ echo '${portmap(port)},"prevResult":'; cat /run/result; echo '}'; } | ${cni(plugins, "ADD", id, `/run/netns/${netns}`, "portmap")} > /dev/null`,
  ];
  return {
    given: [
      "ip netns add docker1",
      `echo 'user root; error_log /run/error.log; pid /run/web.pid; events {} http { server { listen 80; return 200 "docker1 "; } }' > /run/web.conf`,
      "ip netns exec docker1 nginx -c /run/web.conf",
      "ip netns add outside",
      "ip link add voutside type veth peer name eth0 netns outside",
      "ip address add 203.0.113.1/24 dev voutside",
      "ip link set voutside up",
      "ip -n outside address add 203.0.113.2/24 dev eth0",
      "ip -n outside link set eth0 up",
      "rm -rf /var/lib/cni/networks/shop", // on a machine there may be an earlier exercise's
      `echo '${JSON.stringify(bridge)}' > /run/shop.json`,
      ...chance
        .some(containers)
        .flatMap((one) =>
          one.isGone
            ? [[`ip netns add ${one.netns}`, ...joined(one), `ip netns del ${one.netns}`].join("\n")]
            : [`ip netns add ${one.netns}`, ...joined(one)],
        ),
      "rm /run/result",
    ],
    questions: ["gone", "hairpin"],
    solution: [
      "cd /run",
      ": > answers/gone; : > answers/hairpin",
      "names=$(ip netns list | cut -d ' ' -f 1 | grep ^cni-)",
      "used=$(for name in $names; do ip -n $name -br -4 address show eth0; done)",
      "for lease in /var/lib/cni/networks/shop/172.*; do",
      "  address=${lease##*/}",
      '  if grep -qF " $address/" <<< "$used"; then continue; fi',
      "  id=$(head -n 1 $lease | tr -d '\\r')",
      '  port=$(iptables -t nat -S | sed -n "s/.*--dport \\([0-9]*\\) -j DNAT --to-destination $address:80$/\\1/p")',
      "  echo $id=$address=$port >> answers/gone",
      // the plugins in the opposite order; there is no namespace any more
      `  echo '${portmap("PORT")}}' | sed s/PORT/$port/ | ${cni(plugins, "DEL", "$id", "", "portmap")}`,
      `  ${cni(plugins, "DEL", "$id", "", "bridge")} < shop.json`,
      "done",
      "for name in $names; do",
      "  index=$(ip netns exec $name cat /sys/class/net/eth0/iflink)",
      '  port=$(ip -o link | sed -n "s/^$index: \\([^@]*\\)@.*/\\1/p")',
      "  if bridge -d link show dev $port | grep -q 'hairpin on'; then",
      "    ip -n $name -o -4 address show eth0 | sed 's/.* inet \\([0-9.]*\\).*/\\1/' >> answers/hairpin",
      "  fi",
      "done",
      `added=$(${cni(plugins, "ADD", "docker1", "/run/netns/docker1", "bridge")} < shop.json)`,
      `{ echo '${portmap(8080)},"prevResult":'"$added"'}'; } | ${cni(plugins, "ADD", "docker1", "/run/netns/docker1", "portmap")} > /dev/null`,
    ],
  };
};

export default exercise;
