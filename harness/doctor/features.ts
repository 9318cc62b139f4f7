// What the labs want of the kernel, each as commands that only succeed where it is there. They run in one throwaway
// sandbox, in this order, each in a shell of its own.

import { insideBun, insideProject } from "../ground/paths.ts";

export interface Feature {
  name: string;
  try: string;
  /** Module names, as modprobe(8) takes them: what a distribution's kernel has, but may not have loaded. */
  modules: string[];
  /** Which labs fail without it; `limits`: what is lost where no lab needs it. */
  needs?: string;
  limits?: string;
}

export const features: readonly Feature[] = [
  {
    name: "network namespace",
    try: "ip netns add doctor && ip netns exec doctor true",
    modules: [],
    needs: "every lab: containers are network namespaces",
  },
  {
    name: "veth",
    try: "ip link add doctor-a type veth peer name eth0 netns doctor",
    modules: ["veth"],
    needs: "every lab from 03 on: a container's cable",
  },
  {
    name: "bridge",
    try: "ip link add doctor-b type bridge && ip link set doctor-a master doctor-b",
    modules: ["bridge"],
    needs: "every lab from 03 on: docker0",
  },
  {
    name: "ping",
    try: "ip link set lo up && ping -c 1 -W 2 127.0.0.1",
    modules: [],
    needs: "every lab from 03 on: probes",
  },
  {
    name: "nf_tables",
    try: "nft add table ip doctor && nft 'add chain ip doctor c { type nat hook postrouting priority 100; }' && nft 'add rule ip doctor c counter masquerade' && nft -j list ruleset",
    modules: ["nf_tables", "nft_chain_nat", "nft_masq"],
    needs: "labs 01, 05 and 07: rules",
  },
  {
    name: "iptables",
    try: "iptables -t nat -A POSTROUTING -s 192.0.2.0/24 -j MASQUERADE && iptables -A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT && iptables-save",
    modules: ["nft_compat", "xt_conntrack", "xt_MASQUERADE"],
    needs: "labs 01, 05 and 07: rules",
  },
  {
    name: "legacy iptables",
    try: "iptables-legacy -t nat -L -n && iptables-legacy -t filter -L -n",
    modules: ["ip_tables", "iptable_filter", "iptable_nat", "iptable_raw"],
    limits: "lab 05: TRACE the old way, with its lines in the kernel log",
  },
  {
    name: "TRACE",
    try: "iptables -t raw -A PREROUTING -p icmp -j TRACE",
    modules: ["xt_TRACE", "nft_compat"],
    needs: "lab 05: a packet's way through the rules",
  },
  {
    name: "conntrack",
    try: "conntrack -L",
    modules: ["nf_conntrack", "nf_conntrack_netlink"],
    needs: "lab 05: netfilter's connections",
  },
  {
    name: "packet socket",
    try: `${insideBun} ${insideProject}/harness/programs/packet-socket.ts`,
    modules: ["af_packet"],
    needs: "labs 04 and 05: captures",
  },
  {
    name: "vxlan",
    try: "ip link add doctor-v type vxlan id 1 dstport 4789",
    modules: ["vxlan"],
    limits: "overlay networks; no lab of the notes needs them",
  },
  {
    name: "macvlan",
    try: "ip link add doctor-m link doctor-b type macvlan mode bridge",
    modules: ["macvlan"],
    limits: "macvlan networks; no lab of the notes needs them",
  },
];
