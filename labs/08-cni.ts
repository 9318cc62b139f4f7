#!/usr/bin/env bun
// Lab 08: what Docker builds, built by CNI plugins, as Kubernetes does.   Text: docs/<language>/08-cni.md
//
//        docker1                    docker2                   outside
//   eth0 172.17.0.2/16         eth0 172.17.0.3/16        eth0 203.0.113.2/24
//     web server :80                  │                          │
//          │                          │                       voutside
//        veth…  ──────── docker0 ─── veth…             203.0.113.1/24       host
//                    172.17.0.1/16              :8080 leads to docker1's :80

import { cniPlugins, lab } from "../harness/index.ts";

const { $, fails, step } = await lab(import.meta, { needs: cniPlugins, alike: true }); // the plugins give out the addresses
const plugins = cniPlugins(); // /usr/lib/cni

/** A plugin is told what to do by variables, and reads its configuration from standard input. */
const cni = (command: string, container: string, plugin: string) => [
  `CNI_COMMAND=${command}`,
  `CNI_CONTAINERID=${container}`,
  `CNI_NETNS=/run/netns/${container}`,
  "CNI_IFNAME=eth0",
  `CNI_PATH=${plugins}`,
  `${plugins}/${plugin}`,
];

/** What the plugin portmap reads: the port of the host that leads to a container's port 80, and what bridge said of the container. */
const portmap = (file: string, port: number, added: string) => $`cat > ${file} <<END
{
  "cniVersion": "1.0.0",
  "name": "docker",
  "type": "portmap",
  "runtimeConfig": {
    "portMappings": [{ "hostPort": ${port}, "containerPort": 80, "protocol": "tcp" }]
  },
  "prevResult": $(cat ${added})
}
END`;

step("containers", { given: true, known: "02" });
await $`ip netns add docker1`;
await $`ip netns add docker2`;
await $`echo 'user root; error_log /run/error.log; pid /run/web.pid; events {} http { server { listen 80; return 200 "docker1 "; } }' > /run/web.conf`;
await $`ip netns exec docker1 nginx -c /run/web.conf`;

step("outside", { given: true, known: "06" });
await $`ip netns add outside`;
await $`ip link add voutside type veth peer name eth0 netns outside`;
await $`ip address add 203.0.113.1/24 dev voutside`;
await $`ip link set voutside up`;
await $`ip -n outside address add 203.0.113.2/24 dev eth0`;
await $`ip -n outside link set eth0 up`;

step("plugins");
await $`ls ${plugins}/bridge ${plugins}/host-local ${plugins}/portmap`;
await $`CNI_COMMAND=VERSION ${plugins}/bridge < /dev/null`;

step("configuration");
await $`cat > /run/bridge.json <<END
{
  "cniVersion": "1.0.0",
  "name": "docker",
  "type": "bridge",
  "bridge": "docker0",
  "isGateway": true,
  "ipMasq": true,
  "ipam": {
    "type": "host-local",
    "subnet": "172.17.0.0/16",
    "routes": [{ "dst": "0.0.0.0/0" }]
  }
}
END`;

step("add-docker1");
await $`${cni("ADD", "docker1", "bridge")} < /run/bridge.json > /run/docker1.json`;
await $`cat /run/docker1.json`;

step("what-it-built");
await $`ip -br -4 address show docker0`;
await $`ip -br link show master docker0`;
await $`ip -n docker1 -br -4 address`;
await $`ip -n docker1 route`;
await $`sysctl net.ipv4.ip_forward`;

step("leases");
await $`ls /var/lib/cni/networks/docker`;
await $`grep -l docker1 /var/lib/cni/networks/docker/*`;

step("add-docker2");
await $`${cni("ADD", "docker2", "bridge")} < /run/bridge.json > /run/docker2.json`;
await $`grep '"address"' /run/docker2.json`;
await $`ip netns exec docker1 ping -c 1 172.17.0.3`;
await $`ip netns exec docker2 ping -c 1 203.0.113.2`;

step("not-from-outside");
await $`curl -sS http://172.17.0.2`;
await fails($`ip netns exec outside curl -sS http://172.17.0.2`, /Couldn't connect|Failed to connect/);

step("publish");
await portmap("/run/portmap.json", 8080, "/run/docker1.json");
await $`${cni("ADD", "docker1", "portmap")} < /run/portmap.json > /run/result.json`;
await $`iptables -t nat -S | grep 8080`;
await $`ip netns exec outside curl -sS http://203.0.113.1:8080`;
await $`ip netns exec docker2 curl -sS http://172.17.0.1:8080`;
await $`curl -sS http://127.0.0.1:8080`;

step("check");
await $`{ sed '$d' /run/bridge.json; echo ', "prevResult":'; cat /run/docker1.json; echo '}'; } > /run/check.json`;
await $`${cni("CHECK", "docker1", "bridge")} < /run/check.json`;
await $`ip -n docker1 route del default`;
await fails($`${cni("CHECK", "docker1", "bridge")} < /run/check.json`, /not found in routing table/);
await $`ip -n docker1 route add default via 172.17.0.1`;

step("one-more", { known: "08" });
await $`ip netns add docker3`;
await $`${cni("ADD", "docker3", "bridge")} < /run/bridge.json > /run/docker3.json`;
await portmap("/run/portmap3.json", 8083, "/run/docker3.json");
await $`${cni("ADD", "docker3", "portmap")} < /run/portmap3.json > /run/result3.json`;

step("its-traces");
await $`ip -br link show master docker0`;
await $`ls /var/lib/cni/networks/docker`;
await $`iptables -t nat -S | grep -c docker3`;

step("del");
await $`${cni("DEL", "docker3", "portmap")} < /run/portmap3.json`;
await $`${cni("DEL", "docker3", "bridge")} < /run/bridge.json`;

step("nothing-left");
await $`ip -n docker3 -br link`;
await $`ip -br link show master docker0`;
await $`ls /var/lib/cni/networks/docker`;
await fails($`iptables -t nat -S | grep docker3`, /^$/);
await $`ip netns del docker3`;
