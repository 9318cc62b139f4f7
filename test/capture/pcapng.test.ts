// Wireshark's own tools read what we write, and read the same in each frame.

import { expect, test } from "bun:test";
import { join } from "node:path";
import { dissect } from "../../harness/capture/dissect/index.ts";
import { type CapturedPacket, pcapng } from "../../harness/capture/pcapng.ts";
import { newFolder } from "../folder.ts";
import { frames } from "./frames.ts";

const file = join(newFolder("pcapng"), "frames.pcapng");

const list = Object.values(frames).map(([bytes]) => bytes);
const casts: CapturedPacket["cast"][] = ["host", "broadcast", "multicast", "otherhost", "outgoing"];
const begin = 1_700_000_000_123_456_789n;
const packets = list.map((bytes, at): CapturedPacket => {
  const cast = casts[at % casts.length]!;
  const direction = cast === "outgoing" ? "out" : "in";
  return { interface: at % 2, time: begin + BigInt(at), bytes, length: bytes.length, direction, cast };
});
await Bun.write(
  file,
  pcapng(
    [
      { node: "docker1", ifname: "eth0", lost: 3 },
      { node: "host", ifname: "docker0" },
    ],
    packets,
  ),
);

function run(...argv: string[]): string {
  const { exitCode, stdout, stderr } = Bun.spawnSync(argv, { env: { ...process.env, LC_ALL: "C", TZ: "UTC" } });
  const said = stderr.toString().replace(/^Running as user "root".*\n/, "");
  expect([argv[0], exitCode, said]).toEqual([argv[0], 0, ""]);
  return stdout.toString();
}

/** The fields of each frame; the first occurrence of each. */
function fields(...names: string[]): string[][] {
  const out = run(
    "tshark",
    "-n",
    "-r",
    file,
    "-T",
    "fields",
    "-E",
    "occurrence=f",
    ...names.flatMap((name) => ["-e", name]),
  );
  return out
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
}

test("capinfos counts the interfaces and the packets", () => {
  const said = run("capinfos", "-M", file);
  expect(said).toMatch(/Number of packets: +20\n/);
  expect(said).toMatch(/Number of interfaces in file: 2\n/);
  expect(said).toContain("Name = docker1 eth0");
  expect(said).toContain("container-network-labs");
});

test("tshark finds nothing malformed", () => {
  expect(run("tshark", "-n", "-r", file, "-Y", "_ws.malformed")).toBe("");
});

test("interfaces, times, directions and reception types come back", () => {
  const types = { host: 1, multicast: 2, broadcast: 3, otherhost: 4, outgoing: 0 };
  const names = ["docker1 eth0", "host docker0"];
  expect(
    fields(
      "frame.interface_name",
      "frame.time_epoch",
      "frame.packet_flags_direction",
      "frame.packet_flags_reception_type",
    ).map(([name, time, direction, reception]) => [name, time, Number(direction), Number(reception)]),
  ).toEqual(
    packets.map(({ interface: at, time, direction, cast }) => [
      names[at],
      `${time / 1_000_000_000n}.${time % 1_000_000_000n}`,
      direction === "in" ? 1 : 2,
      types[cast],
    ]),
  );
});

test("tshark reads the same in each frame", () => {
  const read = fields(
    ...["eth.src", "eth.dst", "ip.src", "ip.dst", "ip.ttl", "ipv6.src", "ipv6.dst", "udp.srcport", "udp.dstport"],
    ...["tcp.srcport", "tcp.dstport", "tcp.flags", "tcp.len", "dns.qry.name", "dns.a", "vxlan.vni", "vlan.id"],
    ...["arp.opcode", "icmp.type", "icmp.seq", "icmpv6.type"],
  );
  const bits = ["FIN", "SYN", "RST", "PSH", "ACK"];
  const ours = list.map((bytes) => {
    const { eth, vlan, arp, ip, udp, tcp, dns, vxlan, icmp, icmp6 } = dissect(bytes);
    const [v4, v6] = [ip?.version === 4 ? ip : undefined, ip?.version === 6 ? ip : undefined];
    const flags =
      tcp &&
      `0x${tcp.flags
        .reduce((sum, flag) => sum | (1 << bits.indexOf(flag)), 0)
        .toString(16)
        .padStart(4, "0")}`;
    return [
      ...[eth.src, eth.dst, v4?.src, v4?.dst, v4?.ttl, v6?.src, v6?.dst, udp?.sport, udp?.dport],
      ...[tcp?.sport, tcp?.dport, flags, tcp?.length, dns?.questions[0]?.split(" ")[0]],
      ...[dns?.answers.find((answer) => answer.includes(" A "))?.split(" ")[2], vxlan?.vni, vlan?.id],
      ...[(arp ?? vxlan?.inner.arp) && ((arp ?? vxlan?.inner.arp)!.op === "request" ? 1 : 2)],
      ...[icmp?.type, icmp?.sequence, icmp6?.type],
    ].map((value) => String(value ?? ""));
  });
  // what an error quotes is in its `about`; tshark shows it in the same fields
  const isError = list.map((bytes) => dissect(bytes).icmp?.about !== undefined);
  expect(read.map((row, at) => (isError[at] ? row.slice(0, 7) : row))).toEqual(
    ours.map((row, at) => (isError[at] ? row.slice(0, 7) : row)),
  );
});
