// Real walks, told by us and read by Wireshark's own tshark from the same frames: whose they are, and what stands in them.

import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { newFolder } from "../folder.ts";
import { inWorld } from "../world.ts";
import { routed, sixes, tunnelled } from "./worlds.ts";

type Icmp = { type: number; code: number; id?: number; sequence?: number; mtu?: number };
type Frame = {
  eth: { src: string; dst: string; type: number };
  arp?: { op: string; senderIp: string; targetIp: string };
  ip?: {
    version: number;
    src: string;
    dst: string;
    ttl: number;
    id?: number;
    protocol: number;
    length: number;
    dontFragment?: boolean;
    fragmentOffset?: number;
    moreFragments?: boolean;
  };
  icmp?: Icmp;
  icmp6?: Icmp & { target?: string };
  vxlan?: { vni: number };
};
type Hop = { node: string; ifname: string; direction: string; timeNs: number; frame: Frame; length: number };
type Told = { answered: boolean; packets: { summary: string; ofThisPing: boolean; hops: Hop[] }[] };

const folder = newFolder("tshark");

const names = [
  ...["frame.interface_name", "frame.packet_flags_direction", "frame.time_epoch", "frame.len"],
  ...["eth.src", "eth.dst", "eth.type", "arp.opcode", "arp.src.proto_ipv4", "arp.dst.proto_ipv4"],
  ...["ip.src", "ip.dst", "ip.ttl", "ip.id", "ip.proto", "ip.len", "ip.flags.df", "ip.flags.mf", "ip.frag_offset"],
  ...["icmp.type", "icmp.code", "icmp.ident", "icmp.seq", "icmp.mtu"],
  ...["ipv6.src", "ipv6.dst", "ipv6.hlim", "icmpv6.type", "icmpv6.echo.identifier", "icmpv6.echo.sequence_number"],
  ...["icmpv6.nd.ns.target_address", "vxlan.vni", "data.data"],
] as const;
type Row = Record<(typeof names)[number], string>;

/** Each frame's fields, the first occurrence of each: the outermost header's. */
async function readByTshark(file: string, ...options: string[]): Promise<Row[]> {
  const asked = names.flatMap((name) => ["-e", name]);
  const argv = [
    "tshark",
    "-n",
    "-r",
    file,
    "-o",
    "ip.defragment:FALSE",
    "-T",
    "fields",
    "-E",
    "occurrence=f",
    ...asked,
  ];
  const child = Bun.spawn([...argv, ...options], { env: { ...process.env, LC_ALL: "C", TZ: "UTC" }, stderr: "pipe" });
  const [out, status] = [await child.stdout.text(), await child.exited];
  expect([status, status === 0 ? "" : await child.stderr.text()]).toEqual([0, ""]);
  return out
    .split("\n")
    .filter(Boolean)
    .map((line) => Object.fromEntries(line.split("\t").map((value, at) => [names[at], value])) as Row);
}

/** What we say of a frame, in tshark's words; without what is quoted or tunnelled in it. */
function inItsWords({ node, ifname, direction, frame, length }: Hop): Partial<Row> {
  const { eth, arp, ip, icmp, icmp6, vxlan } = frame;
  const four = ip?.version === 4 ? ip : undefined;
  const six = ip?.version === 6 ? ip : undefined;
  const hex = (value: number | undefined, digits: number) =>
    value === undefined ? "" : `0x${value.toString(16).padStart(digits, "0")}`;
  const text = (value: unknown) => String(value ?? "");
  const bit = (value: boolean | undefined) => (four ? String(Number(value ?? false)) : "");
  return {
    "frame.interface_name": `${node} ${ifname}`,
    "frame.packet_flags_direction": direction === "in" ? "0x00000001" : "0x00000002",
    "frame.len": text(length),
    "eth.src": eth.src,
    "eth.dst": eth.dst,
    "eth.type": hex(eth.type, 4),
    "arp.opcode": arp ? (arp.op === "request" ? "1" : "2") : "",
    "arp.src.proto_ipv4": text(arp?.senderIp),
    "arp.dst.proto_ipv4": text(arp?.targetIp),
    "ip.src": text(four?.src),
    "ip.dst": text(four?.dst),
    "ip.ttl": text(four?.ttl),
    "ip.id": hex(four?.id, 4),
    "ip.proto": text(four?.protocol),
    "ip.len": text(four?.length),
    "ip.flags.df": bit(four?.dontFragment),
    "ip.flags.mf": bit(four?.moreFragments),
    "ip.frag_offset": four ? text((four.fragmentOffset ?? 0) / 8) : "", // it counts units of 8 bytes, as the header does
    "icmp.type": text(icmp?.type),
    "icmp.code": text(icmp?.code),
    "icmp.ident": text(icmp?.id),
    "icmp.seq": text(icmp?.sequence),
    "icmp.mtu": text(icmp?.mtu),
    "ipv6.src": text(six?.src),
    "ipv6.dst": text(six?.dst),
    "ipv6.hlim": text(six?.ttl),
    "icmpv6.type": text(icmp6?.type),
    "icmpv6.echo.identifier": hex(icmp6?.id, 4),
    "icmpv6.echo.sequence_number": text(icmp6?.sequence),
    "icmpv6.nd.ns.target_address": icmp6?.type === 135 ? text(icmp6.target) : "",
    "vxlan.vni": text(vxlan?.vni),
  };
}

const inner = /^(ip|arp|icmp|icmpv6|ipv6|eth)\./;

const cases: [what: string, world: string, words: string][] = [
  [
    "a ping on a bridge, others beside it",
    `${routed}\nping -i 0.01 172.17.0.3 >/dev/null 2>&1 &`,
    "docker1 docker2 56",
  ],
  ["fragments and NAT", routed, "docker1 outside 3000"],
  ["too big for the router", `${routed}\nip link set out0 mtu 1400`, "docker1 outside 1472"],
  ["a tunnel", tunnelled, "host1 10.0.0.2 56"],
  ["IPv6", sixes, "docker1 2001:db8::2 56"],
];

describe.each(cases)("%s", (what, commands, words) => {
  test.concurrent("tshark reads the same", () =>
    inWorld(async ({ sh }) => {
      await sh(commands);
      const said = JSON.parse(await sh(`/run/bun /run/course/test/capture/walked.ts ${words}`));
      const told: Told = JSON.parse(said.told);
      const file = join(folder, `${what.replaceAll(/\W/g, "-")}.pcapng`);
      await Bun.write(file, Buffer.from(said.file, "base64"));
      expect(await readByTshark(file, "-Y", "_ws.malformed")).toEqual([]);

      const rows = await readByTshark(file);
      const hops = told.packets.flatMap(({ hops }) => hops).sort((one, other) => one.timeNs - other.timeNs);
      expect(rows).toHaveLength(hops.length);
      const begin = rows[0]!["frame.time_epoch"];
      const since = (row: Row) => nanoseconds(row["frame.time_epoch"]) - nanoseconds(begin);
      const key = (time: number | bigint, place: string, direction: string) => `${time} ${place} ${direction}`;
      const byPlace = new Map(
        rows.map((row) => [key(since(row), row["frame.interface_name"], row["frame.packet_flags_direction"]), row]),
      );
      for (const hop of hops) {
        const ours = inItsWords(hop);
        const row = byPlace.get(key(hop.timeNs, ours["frame.interface_name"]!, ours["frame.packet_flags_direction"]!))!;
        // an error's quoted packet, and a tunnel's inner frame, have fields of the same names that the outer one has not
        const isNested = hop.frame.vxlan || (hop.frame.icmp?.mtu ?? hop.frame.icmp6?.mtu) !== undefined;
        const differs = Object.entries(ours).filter(
          ([name, value]) => row[name as keyof Row] !== value && !(isNested && value === "" && inner.test(name)),
        );
        expect(differs.map(([name, value]) => [name, value, row[name as keyof Row]])).toEqual([]);
      }

      // whose they are: by the data of the echoes, of which tshark knows nothing more
      const dataOf = (hop: Hop) => {
        const ours = inItsWords(hop);
        return byPlace.get(key(hop.timeNs, ours["frame.interface_name"]!, ours["frame.packet_flags_direction"]!))![
          "data.data"
        ];
      };
      const echoes = told.packets.filter(
        ({ summary }) => /echo (request|reply)/.test(summary) && !/about|fragment/.test(summary),
      );
      const own = echoes.filter(({ ofThisPing }) => ofThisPing).flatMap(({ hops }) => hops);
      const others = echoes.filter(({ ofThisPing }) => !ofThisPing).flatMap(({ hops }) => hops);
      if (own.length) {
        const data = dataOf(own[0]!);
        expect(new Set(own.map(dataOf))).toEqual(new Set([data]));
        expect(others.filter((hop) => dataOf(hop) === data)).toEqual([]);
      }
      expect(told.answered).toBe(!what.startsWith("too big"));
    }));
});

const nanoseconds = (epoch: string): number => Number(BigInt(epoch.replace(".", "")) % 1_000_000_000_000n);
