import type { Mutation } from "../matrix.ts";

export const mutations: Mutation[] = [];

export const alternatives: Record<string, string> = {
  "nft instead of iptables, and a rule of the host's own": `
    ip netns add docker1
    ip netns exec docker1 ifconfig lo up
    ip netns exec docker1 route add -net 198.51.100.0/24 dev lo
    ip netns exec docker1 nft add table inet filter
    ip netns exec docker1 nft 'add chain inet filter input { type filter hook input priority 0; }'
    ip netns exec docker1 nft add rule inet filter input meta l4proto icmp drop
    iptables -A INPUT -p udp --dport 9 -j DROP`,
  "iptables-legacy, in the output chain": `
    ip netns add docker1
    ip -n docker1 link set lo up
    ip -n docker1 route add 198.51.100.0/24 dev lo
    ip netns exec docker1 iptables-legacy -A OUTPUT -p icmp -j DROP`,
};
