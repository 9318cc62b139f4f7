import { describe, expect, test } from "bun:test";
import { parseIptablesSave } from "../../harness/kernel/iptables-save.ts";
import type { Chain, Nftables } from "../../harness/kernel/netfilter.ts";
import { parseHandles } from "../../harness/trace/rules.ts";
import { held } from "../holding.ts";
import { call, readers, sharedWorld } from "./world.ts";

type Saved = { chains: Chain[]; text: string };

const scenario = `${held}
held --user --map-root-user --net; ip netns attach below $pid
ip netns exec below iptables-legacy -t mangle -A OUTPUT -p icmp -j DROP
ip netns add empty
ip netns add both
ip netns add raw
on() { ip netns exec both "$@"; }
on iptables-nft -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
on iptables-nft -t nat -A PREROUTING -m comment --comment 'say "hello" to \\ all' -j ACCEPT
on ip6tables-nft -P FORWARD DROP
on iptables-legacy -P FORWARD DROP
on iptables-legacy -N DOCKER
on iptables-legacy -A DOCKER -d 172.17.0.2/32 -p tcp -m tcp --dport 80 -j ACCEPT
on ip6tables-legacy -t mangle -A OUTPUT -j RETURN
on nft add table inet lab
ip netns add lines
in_lines() { tool=$1; shift; ip netns exec lines $tool -A "$@"; }
in_lines iptables INPUT -p udp -m comment --comment "$(printf '*nat\\nCOMMIT\\n-A x "y" \\134')" -j ACCEPT
in_lines iptables INPUT -p icmp -j DROP
in_lines iptables-legacy OUTPUT -m comment --comment "$(printf 'a\\n:b')" -j RETURN
ip netns add options
for type in 8 13; do ip netns exec options iptables -A INPUT -p icmp --icmp-type $type -j DROP; done
for state in NEW INVALID; do ip netns exec options iptables -A INPUT -m conntrack --ctstate $state -j DROP; done
for length in 84 85; do ip netns exec options iptables -A INPUT -m length --length $length -j DROP; done
for text in one two; do ip netns exec options iptables -A INPUT -m string --algo bm --string $text -j DROP; done
for type in LOCAL UNICAST; do ip netns exec options iptables -A INPUT -m addrtype --dst-type $type -j DROP; done
for prefix in a b; do ip netns exec options iptables -A INPUT -j LOG --log-prefix $prefix; done
ip netns exec raw iptables-legacy -t raw -A OUTPUT -p icmp -j TRACE
`;

const world = sharedWorld(scenario);

/** Everything that reading could have changed: which legacy tables there are, and nf_tables. */
const stateOf = (node: string): string =>
  world.sh(
    ["cat /proc/net/ip_tables_names /proc/net/ip6_tables_names", "nft -a list ruleset"]
      .map((command) => `ip netns exec ${node} ${command}`)
      .join("\n"),
  );

for (const [name, reader] of Object.entries(readers)) {
  describe(`read ${name}`, () => {
    const save = (node: string) => call<Saved>(world, reader, node, "iptablesSave");
    const chain = (chains: Chain[], wanted: Partial<Chain>) =>
      chains.filter((candidate) => Bun.deepMatch(wanted, candidate));

    test("both backends are read, with words as they were typed", () => {
      const { value, seen } = save("both");
      expect(seen).toBe("ip netns exec both iptables-save");
      const [postrouting] = chain(value.chains, { backend: "nf_tables", table: "nat", chain: "POSTROUTING" });
      expect(postrouting).toEqual({
        family: "inet",
        backend: "nf_tables",
        table: "nat",
        chain: "POSTROUTING",
        policy: "ACCEPT",
        counters: { packets: 0, bytes: 0 },
        rules: [
          {
            chain: "POSTROUTING",
            spec: "-s 172.17.0.0/16 ! -o docker0 -j MASQUERADE".split(" "),
            counters: { packets: 0, bytes: 0 },
          },
        ],
      });
      const [prerouting] = chain(value.chains, { table: "nat", chain: "PREROUTING" });
      expect(prerouting!.rules[0]!.spec).toContain('say "hello" to \\ all');
      expect(chain(value.chains, { family: "inet6", backend: "nf_tables", policy: "DROP" })).toHaveLength(1);
      expect(chain(value.chains, { family: "inet", backend: "legacy", policy: "DROP" })).toHaveLength(1);
      const [docker] = chain(value.chains, { backend: "legacy", chain: "DOCKER" });
      expect(docker!.policy).toBeUndefined();
      expect(docker!.rules[0]!.spec.join(" ")).toBe("-d 172.17.0.2/32 -p tcp -m tcp --dport 80 -j ACCEPT");
      expect(chain(value.chains, { family: "inet6", backend: "legacy", table: "mangle" })).toHaveLength(5);
      expect(value.text).toContain("-A DOCKER -d 172.17.0.2/32");
    });

    test("a legacy table is found though no other is there", () => {
      const { chains } = save("raw").value;
      expect(new Set(chains.map(({ backend, table }) => `${backend} ${table}`))).toEqual(new Set(["legacy raw"]));
    });

    test("legacy rules are found where the kernel shows their tables' names to the machine's root only", () => {
      const { chains } = save("below").value;
      const rules = chains.flatMap(({ rules }) => rules.map(({ spec }) => spec.join(" ")));
      expect(rules).toEqual(["-p icmp -j DROP"]);
    });

    test("a comment may have several lines, and look like anything", () => {
      const { chains } = save("lines").value;
      expect(chains.flatMap(({ rules }) => rules.map(({ spec }) => spec))).toEqual([
        ["-p", "udp", "-m", "comment", "--comment", '*nat\nCOMMIT\n-A x "y" \\', "-j", "ACCEPT"],
        ["-p", "icmp", "-j", "DROP"],
        ["-m", "comment", "--comment", "a\n:b", "-j", "RETURN"],
      ]);
    });

    test("the options of iptables' own matches are in nft's ruleset", () => {
      const { value } = call<Nftables>(world, reader, "options", "nft");
      const rules = value.nftables.flatMap(({ rule }) => (rule ? [(rule as { expr: unknown[] }).expr] : []));
      const options = rules.map((expr) => JSON.stringify(expr.filter((part) => "xt" in (part as object))));
      expect(new Set(options).size).toBe(options.length);
      expect(options.every((text) => /"options":"[0-9a-f]+"/.test(text))).toBe(true);
    });

    test("nft's ruleset is read", () => {
      const { value, seen } = call<Nftables>(world, reader, "both", "nft");
      expect(value.nftables).toContainEqual({ table: expect.objectContaining({ family: "inet", name: "lab" }) });
      expect(seen).toBe("ip netns exec both nft list ruleset");
    });

    test("reading changes nothing", () => {
      for (const node of ["empty", "both", "raw"]) {
        const before = stateOf(node);
        save(node);
        call(world, reader, node, "nft");
        expect(stateOf(node)).toBe(before);
      }
      expect(stateOf("empty")).toBe("");
      expect(save("empty").value).toEqual({ chains: [], text: "" });
    });
  });
}

test("in nft's text a rule with a comment of several lines is one", () => {
  const text =
    'table ip t { # handle 1\n\tchain c { # handle 1\n\t\tdrop comment "x\n\t\ty" # handle 2\n\t\taccept # handle 3\n\t}\n}\n';
  expect(parseHandles(text).get("ip t c")).toEqual([
    { handle: 2, text: 'drop comment "x\n\t\ty"' },
    { handle: 3, text: "accept" },
  ]);
});

test("a line that is not known is not passed over", () => {
  expect(() => parseIptablesSave("*nat\n-X FOO\n")).toThrow('Cannot read the iptables-save line "-X FOO"');
  expect(() => parseIptablesSave("*nat\n-A NOWHERE -j ACCEPT\n")).toThrow("there is no such chain");
});
