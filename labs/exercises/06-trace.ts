// The exercise of lab 06: one rule of some seventy drops one kind of ping.   Text: docs/<language>/exercises/06-trace.md
//
//   the network of lab 06: docker1, docker2, host and outside

import type { ExerciseFile } from "../../harness/index.ts";

const network = [
  "ip link add docker0 type bridge",
  "ip address add 172.17.0.1/16 dev docker0",
  "ip link set docker0 up",
  ...[1, 2].flatMap((n) => [
    `ip netns add docker${n}`,
    `ip link add veth${n} type veth peer name eth0 netns docker${n}`,
    `ip link set veth${n} master docker0 up`,
    `ip -n docker${n} address add 172.17.0.${n + 1}/16 dev eth0`,
    `ip -n docker${n} link set eth0 up`,
    `ip -n docker${n} route add default via 172.17.0.1`,
  ]),
  "ip netns add outside",
  "ip link add veth3 type veth peer name eth0 netns outside",
  "ip address add 203.0.113.1/24 dev veth3",
  "ip link set veth3 up",
  "ip -n outside address add 203.0.113.2/24 dev eth0",
  "ip -n outside link set eth0 up",
  "ip -n outside route add 172.17.0.0/16 via 203.0.113.1",
  "sysctl -w net.ipv4.ip_forward=1",
];

const names =
  "amber birch cedar delta ember fjord grove heron iris jade kelp lotus maple north ocean pearl quartz raven".split(
    " ",
  );
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);
const hex = (number: number): string => `0x${number.toString(16)}`;

/** Finds the ping that is lost, traces it, writes down the rule that drops it, and takes that one away. */
const findIt = `
cd /run/answers
while read -r name line; do
  if ! ip netns exec docker1 $line < /dev/null; then echo $name > ping; echo "$line" > /run/lost; fi
done < pings
iptables -t raw -I PREROUTING -p icmp -j TRACE
iptables -t raw -I OUTPUT -p icmp -j TRACE
xtables-monitor --trace > /run/lost.log 2>&1 < /dev/null & monitor=$!
until grep -q " 12 .* 00000100 " /proc/net/netlink; do sleep 0.1; done
ip netns exec docker1 $(cat /run/lost) || true
until grep -q ':rule:[^ ]*:DROP ' /run/lost.log; do sleep 0.1; done
kill $monitor
read -r _ _ id place rule <<< "$(grep -m 1 ':rule:[^ ]*:DROP ' /run/lost.log)"
IFS=: read -r table chain _ <<< "$place"
number=$(iptables -t $table -S $chain | grep '^-A' | grep -nxF -e "-A \${rule#*-A }" | cut -d : -f 1)
echo $table $chain $number > rule
grep " $id " /run/lost.log | grep -o 'JUMP:[a-z]*' | cut -d : -f 2 > chains
iptables -t $table -D $chain $number`;

const exercise: ExerciseFile = (chance) => {
  const kinds = chance.some([
    ...chance
      .some(range(100, 1400), 4)
      .map((size) => ({ option: `-s ${size}`, match: `-m length --length ${size + 28}` })),
    ...chance.some(range(20, 60), 4).map((ttl) => ({ option: `-t ${ttl}`, match: `-m ttl --ttl-eq ${ttl}` })),
    ...chance
      .some(range(2, 62), 4)
      .map((tos) => ({ option: `-Q ${4 * tos}`, match: `-m tos --tos ${hex(4 * tos)}/0xff` })),
  ]);
  const mark = chance.deck(range(0x11, 0xef));
  const pings = kinds.map((kind, at) => ({
    ...kind,
    mark: mark(),
    to: at % 2 ? ("host" as const) : ("outside" as const),
  }));
  const unused = Array.from({ length: 12 }, mark);
  const lost = chance.one(pings);
  // a reply has the TTL of whoever sends it
  const isReply = !lost.option.startsWith("-t") && chance.number(0, 1) === 1;
  const name = chance.deck(names);
  const [early, marking, combining, nat] = [name(), name(), name(), name()];
  const mangled = { forward: name(), leaving: name(), arriving: name(), below: name() };
  const filtered = { input: name(), output: name(), request: name(), reply: name(), below: name() };
  const ways = {
    host: { request: [filtered.input, mangled.arriving], reply: [filtered.output, mangled.leaving] },
    outside: {
      request: [filtered.request, mangled.forward, mangled.leaving],
      reply: [filtered.reply, mangled.forward, mangled.leaving],
    },
  };
  const place = chance.one(ways[lost.to][isReply ? "reply" : "request"]);
  const isDeeper = chance.number(0, 1) === 1;
  const belowOf = (chain: string) => (Object.values(filtered).includes(chain) ? filtered.below : mangled.below);

  const marked = (mark: number) => `-m mark --mark ${hex(mark)}/0xff`;
  const harmless = (): string => {
    const other = chance.one(pings.filter((ping) => ping !== lost)).mark;
    return chance.one([
      `${marked(chance.one(unused))} -j DROP`,
      `-p icmp -m icmp --icmp-type ${chance.one([13, 17])} ${marked(lost.mark)} -j DROP`,
      `-p ${chance.one(["udp", "tcp"])} ${marked(chance.one(pings).mark)} -j DROP`,
      `${marked(other)} -j RETURN`,
    ]);
  };
  const drop = `-p icmp -m icmp --icmp-type ${isReply ? 0 : 8} ${marked(lost.mark)} -j DROP`;
  /** A chain's rules in an order of chance, none twice. */
  const chain = (name: string, own: string[], count: number): string[] => {
    const rules = new Set(own);
    while (rules.size < own.length + count) rules.add(harmless());
    return chance.some([...rules]).map((rule) => `-A ${name} ${rule}`);
  };
  const slot = (name: string): string[] => {
    const mark = name === place && isDeeper ? lost.mark : chance.one(pings).mark;
    const jump = `-m mark --mark ${hex(mark & 0xf0)}/0xf0 -j ${belowOf(name)}`;
    return chain(name, name === place && !isDeeper ? [drop, jump] : [jump], 4);
  };
  const deeper = (name: string): string[] => (isDeeper && belowOf(place) === name ? [drop] : []);
  const into = (base: string, name: string, match = "") => `-A ${base}${match} -p icmp -j ${name}`;

  const rules = [
    ...["*raw", `:${early} -`],
    `-A PREROUTING -p tcp -j ${early}`,
    `-A PREROUTING -p udp -m udp --dport ${chance.number(6000, 6999)} -j ${early}`,
    "-A PREROUTING -p icmp -j RETURN",
    `-A OUTPUT -p udp -j ${early}`,
    "-A OUTPUT -p icmp -j RETURN",
    `-A ${early} -p tcp -m tcp --dport ${chance.number(1, 1023)} -j DROP`,
    `-A ${early} -p udp -m udp --sport ${chance.number(1, 1023)} -j DROP`,
    "COMMIT",
    ...["*mangle", ...[marking, combining, ...Object.values(mangled)].map((name) => `:${name} -`)],
    into("PREROUTING", marking),
    into("PREROUTING", combining),
    into("OUTPUT", marking),
    into("OUTPUT", combining),
    into("INPUT", mangled.arriving),
    into("FORWARD", mangled.forward),
    into("POSTROUTING", mangled.leaving),
    ...chance.some(pings).map(({ match, mark }) => `-A ${marking} ${match} -j MARK --set-xmark ${hex(mark)}/0xff`),
    ...chance.some(pings, 4).map(({ mark }) => `-A ${combining} ${marked(mark)} -j MARK --set-xmark 0x100/0x100`),
    `-A ${combining} -p icmp -m icmp --icmp-type 0 -j MARK --set-xmark 0x200/0x200`,
    ...[mangled.forward, mangled.leaving, mangled.arriving].flatMap(slot),
    ...chain(mangled.below, deeper(mangled.below), 4),
    "COMMIT",
    ...["*nat", `:${nat} -`],
    `-A PREROUTING -p tcp -j ${nat}`,
    `-A POSTROUTING -p tcp -o veth3 -j ${nat}`,
    `-A ${nat} -p tcp -m tcp --dport ${chance.number(6000, 6999)} -j RETURN`,
    `-A ${nat} -p tcp -m tcp --dport ${chance.number(7000, 7999)} -j ACCEPT`,
    "COMMIT",
    ...[
      "*filter",
      ":INPUT ACCEPT",
      ":FORWARD ACCEPT",
      ":OUTPUT ACCEPT",
      ...Object.values(filtered).map((name) => `:${name} -`),
    ],
    into("INPUT", filtered.input),
    into("OUTPUT", filtered.output),
    into("FORWARD", filtered.request, " -i docker0"),
    into("FORWARD", filtered.reply, " -i veth3"),
    ...[filtered.input, filtered.output, filtered.request, filtered.reply].flatMap(slot),
    ...chain(filtered.below, deeper(filtered.below), 4),
    "COMMIT",
  ];
  const lines = pings.map(({ option, to }, at) => {
    const address = to === "host" ? "172.17.0.1" : "203.0.113.2";
    return `${String.fromCharCode(97 + at)} ping -c 1 -W 1 ${option} ${address}`;
  });
  const written = (all: string[]) => `printf '%s\\n' ${all.map((line) => `'${line}'`).join(" ")}`;
  return {
    given: [...network, `${written(rules)} | iptables-restore`, `${written(lines)} > /run/answers/pings`],
    questions: ["ping", "rule", "chains"],
    hides: { reasons: true },
    solution: [findIt],
  };
};

export default exercise;
