import { describe, expect, test } from "bun:test";
import { dissect, packetKey, summary } from "../../harness/capture/dissect/index.ts";
import { echo, eth, frames, icmp, one, query, request, tcp, two, u32, udp, v4, v6 } from "./frames.ts";

const key = (bytes: Buffer): string => packetKey(dissect(bytes), bytes);
const all = (bytes: Uint8Array) => {
  const frame = dissect(bytes);
  return { frame, line: summary(frame), key: packetKey(frame, bytes) };
};

describe("a frame in one line", () => {
  for (const [name, [bytes, line]] of Object.entries(frames))
    test(name, () => {
      expect(summary(dissect(bytes))).toBe(line);
      expect(dissect(bytes).malformed).toBeUndefined();
    });
});

describe("whatever the bytes, nothing throws", () => {
  test("every frame cut short at every length says so", () => {
    for (const [name, [bytes]] of Object.entries(frames))
      for (let length = 0; length < bytes.length; length++) {
        const { frame } = all(bytes.subarray(0, length));
        const isPaddingOnly = name.includes("padded") && length >= 42;
        expect([name, length, Boolean(frame.malformed)]).toEqual([name, length, !isPaddingOnly]);
      }
  });

  test("random bytes, and frames with random bytes in them", () => {
    let state = 1;
    const random = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes
      return Math.floor((state / 2 ** 32) * below);
    };
    const list = Object.values(frames);
    for (let round = 0; round < 5000; round++) {
      all(Buffer.from(Array.from({ length: random(120) }, () => random(256))));
      const mutated = Buffer.from(list[round % list.length]![0]);
      for (let change = 0; change < 4; change++) mutated[random(mutated.length)] = random(256);
      all(mutated);
    }
  });

  test("packets in packets in packets, as many as fit", () => {
    let [tunnel, error] = [request, v4(1, echo(8))];
    while (tunnel.length < 65000)
      tunnel = eth(0x0800, v4(17, udp(1, 4789, Buffer.concat([Buffer.from("0800000000002a00", "hex"), tunnel]))));
    while (error.length < 65000) error = v4(1, icmp(3, 1, u32(0), error));
    expect(all(tunnel).line).toStartWith("VXLAN 42: VXLAN 42: ");
    expect(all(eth(0x0800, error)).line).toStartWith("ICMP host unreachable");
  });

  test("a DNS name that points at itself ends", () => {
    const ring = Buffer.from(query);
    ring.writeUInt16BE(0xc00c, 12);
    expect(dissect(eth(0x0800, v4(17, udp(5000, 53, ring)))).malformed).toBe("DNS name points at itself or ahead");
  });

  test("a DNS name cannot write to the terminal", () => {
    const hostile = Buffer.from(query);
    hostile[13] = 0x1b;
    expect(dissect(eth(0x0800, v4(17, udp(5000, 53, hostile)))).dns?.questions).toEqual(["\\027xample.com A"]);
  });
});

describe("a packet's key", () => {
  const other = { src: "198.51.100.1", dst: "203.0.113.1", ttl: 63 };
  const natted: Record<string, [Buffer, Buffer]> = {
    TCP: [tcp(40312, 80, 0x18, "hello"), tcp(1024, 8080, 0x18, "hello")],
    UDP: [udp(5000, 53, query), udp(1024, 5353, query)],
    "ICMP echo": [echo(8, 77), echo(8, 99)],
  };
  const protocols: Record<string, number> = { TCP: 6, UDP: 17, "ICMP echo": 1 };

  for (const [name, [before, after]] of Object.entries(natted))
    test(`${name}: stays through routers and NAT`, () => {
      const protocol = protocols[name]!;
      const now = eth(0x0800, v4(protocol, after, other), one, two);
      expect(key(now)).toBe(key(eth(0x0800, v4(protocol, before))));
      expect(key(eth(0x0800, v4(protocol, before, { id: 8 })))).not.toBe(key(now));
    });

  test("an error: stays when NAT rewrites the packet that it quotes, whole or cut after 8 bytes", () => {
    for (const end of [28, 45]) {
      const about = (segment: Buffer, packet = {}) => icmp(3, 3, u32(0), v4(6, segment, packet).subarray(0, end));
      const [before, after] = natted.TCP!;
      expect(key(eth(0x0800, v4(1, about(after, other), other)))).toBe(key(eth(0x0800, v4(1, about(before)))));
      expect(key(eth(0x0800, v4(1, about(before, { id: 8 }))))).not.toBe(key(eth(0x0800, v4(1, about(before)))));
    }
  });

  test("IPv6: stays through routers and NAT", () => {
    const before = eth(0x86dd, v6(58, echo(128, 77)));
    expect(key(eth(0x86dd, v6(58, echo(128, 99), { src: "2001:db8:1::1", ttl: 63 }), one, two))).toBe(key(before));
    expect(key(eth(0x86dd, v6(58, echo(128, 77, 2))))).not.toBe(key(before));
  });

  test("each of the frames has its own; a VLAN tag and padding change none", () => {
    const keys = Object.entries(frames).map(([name, [bytes]]) => (name === "VLAN tag" ? name : key(bytes)));
    expect(new Set(keys).size).toBe(keys.length);
    expect(key(frames["VLAN tag"]![0])).toBe(key(frames["echo request"]![0]));
    expect(key(Buffer.concat([request, Buffer.alloc(18)]))).toBe(key(request));
  });

  test("other data, sequence numbers and flags are other packets", () => {
    const keys = [echo(8), echo(0), echo(8, 77, 2), echo(8, 77, 1, "abcdefgi")].map((data) =>
      key(eth(0x0800, v4(1, data))),
    );
    const segments = [tcp(1, 2, 2), tcp(1, 2, 0x12), tcp(1, 2, 2, "a"), tcp(1, 2, 2, "b")];
    keys.push(...segments.map((segment) => key(eth(0x0800, v4(6, segment)))));
    expect(new Set(keys).size).toBe(keys.length);
  });
});
