import { describe, expect, test } from "bun:test";
import { parseIptablesSave } from "../../harness/kernel/iptables-save.ts";
import type { Chain, Nftables } from "../../harness/kernel/netfilter.ts";
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

test("a line that is not known is not passed over", () => {
  expect(() => parseIptablesSave("*nat\n-X FOO\n")).toThrow('Cannot read the iptables-save line "-X FOO"');
  expect(() => parseIptablesSave("*nat\n-A NOWHERE -j ACCEPT\n")).toThrow("there is no such chain");
});
