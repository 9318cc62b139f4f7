// After the machine that all worlds share: its neighbour tables, its processors by frames without end, its one lock for networks.

import type { Hostile } from "../hostile.ts";

const seconds = 4; // each of them keeps at it

const during = (line: string): string =>
  `end=$(($(date +%s) + ${seconds})); while [ $(date +%s) -lt $end ]; do ${line}; done`;

const filling = (family: "4" | "6", add: string) => `RIGHT
ip link add dummy9 type bridge; ip link set dummy9 up; ip address add 10.0.0.1/8 dev dummy9; ip -6 address add 2001:db8::1/64 dev dummy9 nodad
${during(`seq 2000 | awk '{ ${add} }' | ip -${family} -force -batch - 2>/dev/null`)}`;

const sending = (lines: string) => `import socket, time, subprocess
subprocess.run("ip link add d9 type bridge; ip link set d9 up; ip address add 10.0.0.1/8 dev d9; ip -6 address add 2001:db8::1/64 dev d9 nodad; ip neigh add 10.255.255.254 lladdr 02:00:00:00:00:09 dev d9", shell=True)
end = time.time() + ${seconds}
${lines}
`;

/** Two bridges, `count` cables between them, and one broadcast: an honest mistake. */
const loop = (count: number, then = "") => `ip link add br1 type bridge; ip link add br2 type bridge
for i in $(seq ${count}); do ip link add a$i type veth peer name b$i; ip link set a$i master br1 up; ip link set b$i master br2 up; done
ip link set br1 up; ip link set br2 up; ip address add 198.51.100.1/24 dev br1
arping -c 1 -w 1 -I br1 198.51.100.2 >/dev/null 2>&1; ping -c 1 -W 1 198.51.100.2 >/dev/null
${then}`;

const storm = (rest: Omit<Hostile, "isStorm">): Hostile => ({ ...rest, isStorm: true });

export const storms: Hostile[] = [
  storm({
    name: "fills-the-neighbour-table",
    script: filling(
      "4",
      'printf "neigh replace 10.9.%d.%d lladdr 02:00:00:00:00:01 dev dummy9 nud reachable\\n", $1 / 256, $1 % 256',
    ),
  }),
  storm({
    name: "fills-the-ipv6-neighbour-table",
    script: filling(
      "6",
      'printf "neigh replace 2001:db8::%x lladdr 02:00:00:00:00:01 dev dummy9 nud reachable\\n", $1',
    ),
  }),
  storm({
    name: "asks-for-everybody",
    ending: ".py",
    script: sending(`out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); out.setblocking(False)
n = 0
while time.time() < end:
    n += 1
    try: out.sendto(b"x", ("10.%d.%d.%d" % (n >> 16 & 255, n >> 8 & 255, n & 255), 9))
    except OSError: pass`),
  }),
  storm({ name: "loop-of-two-cables", script: `${loop(2)}sleep ${seconds}` }),
  storm({ name: "loop-of-five-cables", script: `RIGHT\n${loop(5)}sleep ${seconds}` }),
  storm({ name: "loop-that-stays", script: `RIGHT\n${loop(2)}` }),
  storm({
    name: "loop-in-a-container",
    script: `RIGHT\nip netns exec docker1 sh -c '${loop(2)}'\nsleep ${seconds}`,
  }),
  storm({
    name: "loop-of-routes",
    script: `RIGHT\nip netns add r1; ip netns add r2; ip link add x1 netns r1 type veth peer name x2 netns r2
for i in 1 2; do ip netns exec r$i sysctl -qw net.ipv4.ip_forward=1 net.ipv4.ip_default_ttl=255; ip -n r$i address add 192.0.2.$i/24 dev x$i; ip -n r$i link set x$i up; done
ip -n r1 route add 203.0.113.0/24 via 192.0.2.2; ip -n r2 route add 203.0.113.0/24 via 192.0.2.1
timeout ${seconds} ip netns exec r1 ping -f -s 1400 203.0.113.1 >/dev/null; true`,
  }),
  storm({
    name: "floods-a-thousand-ports",
    script:
      'RIGHT\nseq 400 | awk \'{ print "link add p" $1 " type veth peer name q" $1; print "link set p" $1 " master docker0 up"; print "link set q" $1 " up" }\' | ip -force -batch -',
  }),
  storm({
    name: "sends-as-fast-as-it-can",
    ending: ".py",
    script: sending(`out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while time.time() < end:
    for i in range(1000): out.sendto(b"x" * 1400, ("10.255.255.254", 9))`),
  }),
  storm({
    name: "namespaces-come-and-go",
    script: `RIGHT\n${during("for i in $(seq 20); do unshare -n true & done; wait")}`,
  }),
  storm({
    name: "links-come-and-go",
    script: `RIGHT\n${during('seq 200 | awk \'{ print "link add c" $1 " type veth peer name d" $1 }\' | ip -force -batch -; seq 200 | awk \'{ print "link del c" $1 }\' | ip -force -batch -')}`,
  }),
];
