import type { Mutation } from "../matrix.ts";

const inDocker1 = "ip netns exec docker1";
const withoutRule = `${inDocker1} iptables -F`;

/** What cannot be judged without docker1. */
const everything = ["own-interface", "loopback", "own-routes", "own-rule", "rule-works"];

/** A rule of docker1's own that only counts, and another reason for the silence. */
const counted = (reason: string): Omit<Mutation, "fault"> => ({
  commands: `${withoutRule}; ${inDocker1} iptables -A INPUT -p icmp; ${reason}`,
  caughtBy: "rule-works",
});
/** The table of local addresses behind other policy rules. */
const behind =
  "ip -n docker1 rule add pref 10 lookup local; ip -n docker1 rule del pref 0; ip -n docker1 rule add pref 1";
/** Besides the rule that drops ICMP. */
const tooMuch = (rule: string): Omit<Mutation, "fault"> => ({
  commands: `${inDocker1} iptables ${rule} -j DROP`,
  caughtBy: "rule-works",
});
const instead = (rule: string): Omit<Mutation, "fault"> => ({
  commands: `${withoutRule}; ${inDocker1} iptables ${rule}`,
  caughtBy: "rule-works",
});

export const mutations: Mutation[] = [
  {
    fault: "the rule counts; the kernel ignores pings",
    ...counted(`${inDocker1} sysctl -qw net.ipv4.icmp_echo_ignore_all=1`),
  },
  { fault: "the rule counts; a policy rule is a black hole for ICMP", ...counted(`${behind} ipproto icmp blackhole`) },
  {
    fault: "the rule counts; IPsec blocks ICMP that comes in",
    ...counted("ip -n docker1 xfrm policy add src 127.0.0.1 dst 127.0.0.1 proto icmp dir in action block"),
  },
  {
    fault: "the rule counts; IPsec blocks ICMP that goes out",
    ...counted("ip -n docker1 xfrm policy add src 127.0.0.1 dst 127.0.0.1 proto icmp dir out action block"),
  },
  {
    fault: "the rule marks; a policy rule prohibits what is marked",
    ...instead(`-t mangle -A OUTPUT -p icmp -j MARK --set-mark 1; ${behind} fwmark 1 prohibit`),
  },
  {
    fault: "the rule leads pings to where nobody is",
    ...instead(`-t nat -A OUTPUT -p icmp -j DNAT --to 192.0.2.9
      ip -n docker1 address add 192.0.2.1/24 dev net0; ip -n docker1 link set net0 up
      ${inDocker1} sysctl -qw net.ipv4.conf.all.route_localnet=1`),
  },
  {
    fault: "the rule drops what a limit leaves",
    ...instead(`-A INPUT -p icmp -m limit --limit 1/s --limit-burst 2 -j ACCEPT
      ${inDocker1} iptables -A INPUT -p icmp -j DROP`),
  },
  { fault: "the rule drops large pings only", ...instead("-A INPUT -p icmp -m length --length 100: -j DROP") },
  { fault: "the rule drops what is invalid", ...instead("-A INPUT -p icmp -m conntrack --ctstate INVALID -j DROP") },
  { fault: "one port of TCP is dropped too", ...tooMuch("-A INPUT -p tcp --dport 443") },
  {
    fault: "one port of TCP is led to another",
    commands: `${inDocker1} iptables -t nat -A OUTPUT -p tcp --dport 8081 -j REDIRECT --to-port 81`,
    caughtBy: "rule-works",
  },
  {
    fault: "a port between two ranges that are let through",
    commands: `${inDocker1} iptables -A INPUT -p udp --dport 1:4000 -j ACCEPT
      ${inDocker1} iptables -A INPUT -p udp --dport 4002:65535 -j ACCEPT; ${inDocker1} iptables -A INPUT -p udp -j DROP`,
    caughtBy: "rule-works",
  },
  { fault: "much data by TCP is dropped too", ...tooMuch("-A INPUT -p tcp -m length --length 4000:") },
  { fault: "the rule drops so many bytes", ...instead("-A INPUT -p icmp -m quota --quota 4000 -j DROP") },
  {
    fault: "whoever has asked six times is answered",
    ...instead(`-A INPUT -p icmp -m recent --name x --update --seconds 60 --hitcount 6 -j ACCEPT
      ${inDocker1} iptables -A INPUT -p icmp -m recent --name x --set -j DROP`),
  },
  {
    fault: "the first of a series of pings are dropped",
    commands: `${withoutRule}; ${inDocker1} nft 'add table ip f; add chain ip f c { type filter hook input priority 0; }
      add rule ip f c icmp sequence < 10 drop'`,
    caughtBy: "rule-works",
  },
  { fault: "one port of UDP is dropped too", ...tooMuch("-A INPUT -p udp --dport 53") },
  { fault: "the answers of TCP are dropped too", ...tooMuch("-A OUTPUT -p tcp --sport 80") },
  { fault: "data over TCP are dropped too", ...tooMuch("-A INPUT -p tcp --tcp-flags PSH PSH") },
  { fault: "large datagrams are dropped too", ...tooMuch("-A INPUT -p udp -m length --length 500:") },
  {
    fault: "the rule is in a table that sleeps",
    commands: `${withoutRule}; printf '%s\\n' 'table ip t {' 'flags dormant' 'chain i { type filter hook input priority 0; ip protocol icmp drop; }' '}' |
      ${inDocker1} nft -f -`,
    caughtBy: "rule-works",
  },
  {
    fault: "the host has the same rule behind another one; docker1 counts besides",
    commands: `${inDocker1} iptables -A INPUT -p icmp; iptables -A INPUT -j ACCEPT; iptables -A INPUT -p icmp -j DROP`,
    caughtBy: "own-rule",
  },
  { fault: "the host ignores pings", commands: "sysctl -qw net.ipv4.icmp_echo_ignore_all=1", caughtBy: "rule-works" },
  {
    fault: "the route is a black hole",
    commands: "ip -n docker1 route del 198.51.100.0/24; ip -n docker1 route add blackhole 198.51.100.0/24",
    caughtBy: "own-routes",
  },
  {
    fault: "half of the range is a black hole",
    commands: "ip -n docker1 route add blackhole 198.51.100.128/25",
    caughtBy: "own-routes",
  },
  {
    fault: "a policy rule refuses one address of the range",
    commands: "ip -n docker1 rule add to 198.51.100.9 prohibit",
    caughtBy: "own-routes",
  },
  {
    fault: "the host has the route too, in a table that a policy rule asks",
    commands: "ip route add 198.51.100.0/24 dev lo table 100; ip rule add lookup 100",
    caughtBy: "own-routes",
  },
  {
    fault: "the first pings are let through",
    commands: `ip netns exec docker1 iptables -F INPUT
      ip netns exec docker1 nft 'add table ip t; add chain ip t c { type filter hook input priority 0; }
        add rule ip t c ip protocol icmp limit rate over 1/second burst 20 packets drop'`,
    caughtBy: "rule-works",
  },
  {
    fault: "the route is for one type of service",
    commands: "ip -n docker1 route del 198.51.100.0/24; ip -n docker1 route add 198.51.100.0/24 tos 0x10 dev lo",
    caughtBy: "own-routes",
  },
  {
    fault: "the host has the same rule, with a comment",
    commands: "iptables -A INPUT -p icmp -m comment --comment 'the same' -j DROP",
    caughtBy: "own-rule",
    also: ["rule-works"],
  },
  {
    fault: "an interface of the host has net0 for another name",
    commands: "ip link add br9 type bridge; ip link property add dev br9 altname net0",
    caughtBy: "own-interface",
  },
  {
    fault: "another name",
    commands: "ip netns del docker1; ip netns add docker-1",
    caughtBy: "own-namespace",
    blocks: everything,
  },
  {
    fault: "the name stands for the host's own stack",
    commands: "ip netns del docker1; ip netns attach docker1 $$",
    caughtBy: "own-namespace",
    blocks: everything,
  },
  {
    fault: "the name stands for a file",
    commands: "ip netns del docker1; touch /run/netns/docker1",
    caughtBy: "own-namespace",
    blocks: everything,
  },
  {
    fault: "the interface is on the host",
    commands: "ip -n docker1 link del net0; ip link add net0 type bridge",
    caughtBy: "own-interface",
  },
  {
    fault: "the interface is on the host too",
    commands: "ip link add net0 type bridge",
    caughtBy: "own-interface",
  },
  {
    fault: "lo is down",
    commands: "ip -n docker1 link set lo down",
    caughtBy: "loopback",
    also: ["own-routes"],
    blocks: ["rule-works"],
  },
  {
    fault: "lo is up without an address",
    commands: "ip -n docker1 address flush dev lo",
    caughtBy: "loopback",
    also: ["own-routes"],
    blocks: ["rule-works"],
  },
  {
    fault: "the loopback address has another prefix length",
    commands: "ip -n docker1 address flush dev lo; ip -n docker1 address add 127.0.0.1/32 dev lo",
    caughtBy: "loopback",
    also: ["own-routes"],
  },
  {
    fault: "the route is on the host",
    commands: "ip -n docker1 route del 198.51.100.0/24; ip route add 198.51.100.0/24 dev lo",
    caughtBy: "own-routes",
  },
  {
    fault: "the route is on the host too",
    commands: "ip route add 198.51.100.0/24 dev lo",
    caughtBy: "own-routes",
  },
  {
    fault: "the route has no prefix length",
    commands: "ip -n docker1 route del 198.51.100.0/24; ip -n docker1 route add 198.51.100.0 dev lo",
    caughtBy: "own-routes",
  },
  {
    fault: "the route has the wrong prefix length",
    commands: "ip -n docker1 route del 198.51.100.0/24; ip -n docker1 route add 198.51.0.0/16 dev lo",
    caughtBy: "own-routes",
  },
  {
    fault: "the route went away with lo",
    commands: "ip -n docker1 link set lo down; ip -n docker1 link set lo up",
    caughtBy: "own-routes",
  },
  {
    fault: "the route is in a table that nobody asks",
    commands: "ip -n docker1 route flush 198.51.100.0/24; ip -n docker1 route add 198.51.100.0/24 dev lo table 100",
    caughtBy: "own-routes",
  },
  { fault: "no rule", commands: withoutRule, caughtBy: "own-rule", also: ["rule-works"] },
  {
    fault: "the rule is on the host",
    commands: `${withoutRule}; iptables -A INPUT -p icmp -j DROP`,
    caughtBy: "own-rule",
    also: ["rule-works"],
  },
  {
    fault: "the rule is on the host too",
    commands: "iptables -A INPUT -p icmp -j DROP",
    caughtBy: "own-rule",
    also: ["rule-works"],
  },
  {
    fault: "a policy instead of a rule",
    commands: `${withoutRule}; ${inDocker1} iptables -P INPUT DROP`,
    caughtBy: "own-rule",
    also: ["rule-works"],
  },
  {
    fault: "a sysctl instead of a rule",
    commands: `${withoutRule}; ${inDocker1} sysctl -qw net.ipv4.icmp_echo_ignore_all=1`,
    caughtBy: "own-rule",
    also: ["rule-works"],
  },
  {
    fault: "the host drops ICMP by another rule",
    commands: "iptables -A OUTPUT -p icmp -j DROP",
    caughtBy: "rule-works",
  },
  {
    fault: "the rule is for UDP",
    commands: `${withoutRule}; ${inDocker1} iptables -A INPUT -p udp -j DROP`,
    caughtBy: "rule-works",
  },
  {
    fault: "the rule accepts",
    commands: `${withoutRule}; ${inDocker1} iptables -A INPUT -p icmp -j ACCEPT`,
    caughtBy: "rule-works",
  },
  {
    fault: "another rule accepts before it",
    commands: `${inDocker1} iptables -I INPUT -i lo -j ACCEPT`,
    caughtBy: "rule-works",
  },
  {
    fault: "the rule drops everything",
    commands: `${withoutRule}; ${inDocker1} iptables -A INPUT -j DROP`,
    caughtBy: "rule-works",
  },
  {
    fault: "the rule drops UDP too",
    commands: `${withoutRule}; ${inDocker1} iptables -A INPUT ! -p tcp -j DROP`,
    caughtBy: "rule-works",
  },
  {
    fault: "the rule drops TCP too, in the output chain",
    commands: `${withoutRule}; ${inDocker1} iptables -A OUTPUT ! -p udp -j DROP`,
    caughtBy: "rule-works",
  },
  {
    fault: "the rule is in the FORWARD chain",
    commands: `${withoutRule}; ${inDocker1} iptables -A FORWARD -p icmp -j DROP`,
    caughtBy: "rule-works",
  },
  {
    fault: "the rule is in a chain that no hook calls",
    commands: `${withoutRule}; ${inDocker1} nft add table ip filter2; ${inDocker1} nft add chain ip filter2 input
      ${inDocker1} nft add rule ip filter2 input ip protocol icmp drop`,
    caughtBy: "rule-works",
  },
  {
    fault: "the rule is for another interface",
    commands: `${withoutRule}; ${inDocker1} iptables -A INPUT -i net0 -p icmp -j DROP`,
    caughtBy: "rule-works",
  },
  {
    fault: "the rule is for IPv6",
    commands: `${withoutRule}; ${inDocker1} ip6tables -A INPUT -p icmpv6 -j DROP`,
    caughtBy: "rule-works",
  },
  {
    fault: "the rule drops pings of the usual size only",
    commands: `${withoutRule}; ${inDocker1} iptables -A INPUT -p icmp -m length --length 84 -j DROP`,
    caughtBy: "rule-works",
  },
  {
    fault: "a port that nobody thinks of is closed too",
    commands: `${inDocker1} iptables -A INPUT -p udp --dport 9999 -j DROP`,
    caughtBy: "rule-works",
  },
  {
    fault: "the route is not for TCP",
    commands: "ip -n docker1 rule add to 198.51.100.0/24 ipproto tcp prohibit",
    caughtBy: "own-routes",
  },
  {
    fault: "a policy rule refuses UDP from some ports",
    commands: "ip -n docker1 rule add to 198.51.100.0/24 ipproto udp sport 5000-5100 unreachable",
    caughtBy: "own-routes",
  },
  {
    fault: "a policy rule refuses one port of one address",
    commands: "ip -n docker1 rule add to 198.51.100.77 ipproto tcp dport 99 prohibit",
    caughtBy: "own-routes",
  },
  {
    fault: "a policy rule is a black hole for what is marked",
    commands: `ip -n docker1 rule add to 198.51.100.0/24 fwmark 7 blackhole
      ${inDocker1} iptables -t mangle -A OUTPUT -p tcp --dport 99 -j MARK --set-mark 7`,
    caughtBy: "own-routes",
  },
  {
    fault: "the route for one type of service refuses",
    commands: "ip -n docker1 route add prohibit 198.51.100.0/24 tos 0x10",
    caughtBy: "own-routes",
  },
  {
    fault: "a policy rule refuses one type of service",
    commands: "ip -n docker1 rule add to 198.51.100.0/24 tos 0x08 unreachable",
    caughtBy: "own-routes",
  },
  {
    fault: "a policy rule refuses what comes from 127.0.0.1",
    commands: "ip -n docker1 rule add from 127.0.0.1 to 198.51.100.0/24 prohibit",
    caughtBy: "own-routes",
  },
  {
    fault: "the host has the route in another table",
    commands: "ip route add 198.51.100.0/24 dev lo table 99",
    caughtBy: "own-routes",
  },
  {
    fault: "the rule is in the nat table, where it drops nothing",
    commands: `${withoutRule}; ${inDocker1} iptables -t nat -A INPUT -p icmp -j RETURN`,
    caughtBy: "rule-works",
  },
];

const lo = "ip netns add docker1; ip -n docker1 link set lo up; ip -n docker1 route add 198.51.100.0/24 dev lo";
const net0 = "ip -n docker1 link add net0 type bridge";
const dropped = "ip netns exec docker1 iptables -A INPUT -p icmp --icmp-type echo-request -j DROP";

/** The lab's other parts, and the rule; a table of nftables is loaded by itself. */
const byIptables = (rule: string) => `${lo}; ${net0}; ${inDocker1} ${rule}`;
const byNft = (...lines: string[]) => `${lo}; ${net0}; ${inDocker1} nft -f - <<'end'\n${lines.join("\n")}\nend`;

export const alternatives: Record<string, string> = {
  "mangle, where packets leave": byIptables("iptables -t mangle -A POSTROUTING -p icmp -j DROP"),
  "replies alone are dropped, by iptables-legacy": byIptables(
    "iptables-legacy -t mangle -A INPUT -p icmp --icmp-type echo-reply -j DROP",
  ),
  "the rule rejects": byIptables("iptables -A INPUT -p icmp -j REJECT"),
  "by the bytes of the header": byIptables("iptables -A INPUT -m u32 --u32 '6&0xFF=1' -j DROP"),
  "by what is in a ping": byIptables("iptables -A INPUT -p icmp -m string --algo bm --hex-string '|10111213|' -j DROP"),
  "by who sends it": byIptables("iptables -A OUTPUT -p icmp -m owner --uid-owner 0 -j DROP"),
  "by a mark; the kernel ignores pings too": byIptables(`iptables -t mangle -A PREROUTING -p icmp -j MARK --set-mark 7
    ${inDocker1} iptables -A INPUT -m mark --mark 7 -j DROP; ${inDocker1} sysctl -qw net.ipv4.icmp_echo_ignore_all=1`),
  "the route is in another table, which a policy rule asks, and in two halves": `${lo}; ${net0}; ${dropped}
    ip -n docker1 route del 198.51.100.0/24; ip -n docker1 rule add to 198.51.100.0/24 lookup 100
    for half in 0 128; do ip -n docker1 route add 198.51.100.$half/25 dev lo table 100; done`,
  "policy rules that lead to the same route, and one for elsewhere that refuses": `${lo}; ${net0}; ${dropped}
    ip -n docker1 route add 198.51.100.0/24 tos 0x10 dev lo
    ip -n docker1 rule add to 198.51.100.0/24 ipproto tcp dport 99 lookup main
    ip -n docker1 rule add fwmark 7 to 203.0.113.0/24 prohibit; ip -n docker1 rule add from 192.0.2.0/24 blackhole`,
  "the route comes with an address": `${lo}; ${net0}; ${dropped}
    ip -n docker1 route del 198.51.100.0/24
    ip -n docker1 address add 198.51.100.1/24 dev net0; ip -n docker1 link set net0 up`,
  "a verdict map": byNft(
    "table ip a {",
    "chain i { type filter hook input priority 0; ip protocol vmap { icmp : drop, tcp : accept }; }",
    "}",
  ),
  "nft where frames come in, and a set": byNft(
    "table netdev a {",
    "set p { type inet_proto; elements = { icmp }; }",
    'chain i { type filter hook ingress device "lo" priority 0; ip protocol @p drop; }',
    "}",
  ),
  "nft where frames leave": byNft(
    "table netdev a {",
    'chain o { type filter hook egress device "lo" priority 0; ip protocol icmp drop; }',
    "}",
  ),
  "servers in docker1, and pings that go on": `${lo}; ${net0}; ${dropped}
    echo 'user root; error_log /run/e; pid /run/p; events {} http { server { listen 80; listen 443; listen 22; return 200 ok; } }' > /run/n
    ${inDocker1} nginx -c /run/n; { ${inDocker1} ping 127.0.0.1 & ping 127.0.0.1 & } >/dev/null 2>&1 </dev/null`,
  "the host has rules of the same matches, with other options": `${lo}; ${net0}; ${dropped}
    iptables -A INPUT -p icmp --icmp-type timestamp-request -j DROP`,
  "the host's conntrack, addrtype, length and string look for something else": `${lo}; ${net0}
    drop() { # options that differ
      $where -m length --length $1 -m conntrack --ctstate $2 -m addrtype --dst-type $3 \
        -m string --algo bm --to 65535 ! --string "$4-is-in-no-ping" -j DROP
    }
    where="ip netns exec docker1 iptables -A INPUT -p icmp"; drop 28:65535 NEW LOCAL e
    where="iptables -A INPUT -p icmp"; drop 29:30 INVALID BROADCAST f`,
  "comments of several lines that look like a table": `${lo}; ${net0}
    ip netns exec docker1 iptables -A INPUT -p icmp -m comment --comment "$(printf '*nat\nCOMMIT\n-A x "y" \\')" -j DROP
    iptables-legacy -A INPUT -p udp -m comment --comment "$(printf 'a\n:b')" -j ACCEPT`,
  "net0 is another name of the interface": `${lo}; ${dropped}
    ip -n docker1 link add something type bridge; ip -n docker1 link property add dev something altname net0`,
  "nft instead of iptables, and a rule of the host's own": `
    ip netns add docker1
    ip -n docker1 link add net0 type veth peer name net1
    ip netns exec docker1 ifconfig lo up
    ip netns exec docker1 route add -net 198.51.100.0/24 dev lo
    ip netns exec docker1 nft add table inet filter
    ip netns exec docker1 nft 'add chain inet filter input { type filter hook input priority 0; }'
    ip netns exec docker1 nft add rule inet filter input meta l4proto icmp drop
    iptables -A INPUT -p udp --dport 9 -j DROP`,
  "iptables-legacy, in the output chain; the interface made on the host and moved": `
    ip netns add docker1
    ip link add net0 type veth peer name other; ip link set net0 netns docker1
    ip -n docker1 link set lo up
    ip -n docker1 route add 198.51.100.0/24 dev lo
    ip netns exec docker1 iptables-legacy -A OUTPUT -p icmp -j DROP`,
  "the namespace of a running process gets the name; brctl; iptables-restore": `
    unshare --net sleep infinity >/dev/null 2>&1 </dev/null & pid=$!
    until [ "$(readlink /proc/$pid/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done
    ip netns attach docker1 $pid
    ip netns exec docker1 brctl addbr net0
    printf '%s\\n' 'link set lo up' 'route add 198.51.100.0/24 dev lo scope link metric 50' | ip -n docker1 -batch -
    printf '%s\\n' '*raw' '-A PREROUTING -p icmp -j DROP' COMMIT | ip netns exec docker1 iptables-restore`,
  "everything but ICMP is accepted, and the chain's policy drops": `
    ip netns add docker1; ip -n docker1 link add net0 type veth peer name net1
    ip -n docker1 link set lo up; ip -n docker1 route add 198.51.100.0/24 dev lo
    ip netns exec docker1 nft -f - <<'end'
      table ip guard {
        chain entry { type filter hook prerouting priority -300; policy drop; ip protocol != icmp accept; }
      }
end`,
  "a chain of its own that drops echo requests only, after rules that do no harm": `
    ip netns add docker1; ip -n docker1 link add net0 type bridge
    ip -n docker1 link set lo up; ip -n docker1 route add 198.51.100.0/24 dev lo
    ip netns exec docker1 iptables -N NOPING
    ip netns exec docker1 iptables -A NOPING -p icmp --icmp-type echo-request -j DROP
    ip netns exec docker1 iptables -A INPUT -p tcp -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
    ip netns exec docker1 iptables -A INPUT -j NOPING`,
  "the interface carries the route, by its address": `
    ip netns add docker1; ip -n docker1 link set lo up
    ip -n docker1 link add net0 type bridge
    ip -n docker1 address add 198.51.100.1/24 dev net0; ip -n docker1 link set net0 up
    ip netns exec docker1 iptables -I INPUT -p icmp -j DROP`,
  "more addresses, routes, interfaces, rules and namespaces than asked for": `
    ip netns add docker1; ip netns add docker2; ip -n docker2 link set lo up
    ip link add br0 type bridge; ip address add 203.0.113.1/24 dev br0; ip link set br0 up
    ip route add default via 203.0.113.9
    ip link add out0 type veth peer name net0 netns docker1; ip link set out0 master br0 up
    ip -n docker1 address add 203.0.113.2/24 dev net0; ip -n docker1 link set net0 up; ip -n docker1 link set lo up
    ip -n docker1 address add 127.0.0.2/8 dev lo; ip -n docker1 address add 192.0.2.7/32 dev lo
    ip -n docker1 route add 198.51.100.0/24 via 203.0.113.1
    ip -n docker1 route add default via 203.0.113.1
    ip netns exec docker1 iptables -A INPUT -p icmp -j DROP
    ip netns exec docker1 ip6tables -A INPUT -p icmpv6 -j DROP
    ip netns exec docker1 iptables -A FORWARD -j DROP
    iptables -A INPUT -p icmp -s 203.0.113.2 -j DROP
    ip netns exec docker2 iptables -A INPUT -p icmp -j DROP`,
};
