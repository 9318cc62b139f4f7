// The readers of bytes, on bytes that the kernel would never send.

import { describe, expect, test } from "bun:test";
import { attribute, attributes, bits, hex, text, u32, u32Bytes } from "../../harness/kernel/attribute.ts";
import { parse } from "../../harness/kernel/datagram.ts";
import { errnoName, errnoText, KernelError } from "../../harness/kernel/errno.ts";
import { on } from "../../harness/kernel/facts.ts";
import { address, addressBytes, mac } from "../../harness/kernel/inet.ts";

describe("attributes", () => {
  const bytes = Buffer.concat([attribute(3, Buffer.from("eth0\0")), attribute(4, u32Bytes(1500))]);

  test("are found by type, whatever their flags and padding", () => {
    const flagged = Buffer.from(bytes);
    flagged.writeUInt16LE(3 | 0x8000, 2); // NLA_F_NESTED
    const found = attributes(flagged);
    expect(text(found.get(3)!)).toBe("eth0");
    expect(u32(found.get(4)!)).toBe(1500);
  });

  test("cut short anywhere throw, or are the whole attributes before the cut", () => {
    for (let length = 0; length < bytes.length; length++) {
      let found: number[];
      try {
        found = [...attributes(bytes.subarray(0, length)).keys()];
      } catch (error) {
        expect((error as Error).message).toBe("Cannot read a netlink attribute: it is cut short");
        continue;
      }
      expect(found).toEqual([3].slice(0, length >= 9 ? 1 : 0));
    }
  });

  test("that claim less than their own header throw, and do not loop", () => {
    expect(() => attributes(Buffer.alloc(8))).toThrow("cut short");
  });
});

describe("netlink datagrams", () => {
  const message = (type: number, flags: number, sequence: number, body: Buffer = Buffer.alloc(0)): Buffer => {
    const header = Buffer.alloc(16);
    header.writeUInt32LE(16 + body.length, 0);
    header.writeUInt16LE(type, 4);
    header.writeUInt16LE(flags, 6);
    header.writeUInt32LE(sequence, 8);
    return Buffer.concat([header, body, Buffer.alloc(-body.length & 3)]);
  };
  const status = (errno: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(-errno);
    return bytes;
  };
  const [ERROR, DONE, NEWLINK, INTERRUPTED] = [2, 3, 16, 0x10];

  test("hold several messages, up to the last", () => {
    const datagram = Buffer.concat([message(NEWLINK, 2, 7, Buffer.from("abc")), message(DONE, 2, 7, status(0))]);
    expect(parse(datagram, 7, "Cannot read")).toEqual({
      messages: [{ type: NEWLINK, body: Buffer.from("abc") }],
      done: true,
      interrupted: false,
    });
  });

  test("an answer to an older request is passed over", () => {
    const old = Buffer.concat([message(NEWLINK, 2, 6), message(DONE, 2, 6), message(ERROR, 0, 6, status(1))]);
    expect(parse(old, 7, "Cannot read")).toEqual({ messages: [], done: false, interrupted: false });
  });

  test("an interrupted dump says so", () => {
    expect(parse(message(NEWLINK, 2 | INTERRUPTED, 7), 7, "Cannot read").interrupted).toBeTrue();
    expect(parse(message(DONE, 2 | INTERRUPTED, 7, status(0)), 7, "Cannot read").interrupted).toBeTrue();
  });

  test("a refusal is thrown with the kernel's reason", () => {
    for (const type of [ERROR, DONE]) {
      expect(() => parse(message(type, 0, 7, status(101)), 7, "Cannot read the routes")).toThrow(
        "Cannot read the routes: Network is unreachable",
      );
    }
  });

  test("cut short anywhere throw", () => {
    const datagram = message(NEWLINK, 2, 7, Buffer.from("abcd"));
    for (let length = 1; length < datagram.length; length++) {
      expect(() => parse(datagram.subarray(0, length), 7, "Cannot read")).toThrow(
        "Cannot read: an answer is cut short",
      );
    }
  });
});

describe("addresses", () => {
  // RFC 5952, section 4 and 5
  const texts = [
    "192.0.2.1",
    "2001:db8::1",
    "2001:db8:0:1:1:1:1:1",
    "2001:db8::1:0:0:1",
    "2001:0:0:1::1",
    "::",
    "::1",
    "2001:db8::",
    "fe80::42:acff:fe11:2",
    "1:2:3:4:5:6:7:8",
    "::ffff:192.0.2.1",
  ];
  for (const shown of texts) test(`${shown} is itself again`, () => expect(address(addressBytes(shown))).toBe(shown));

  test("other spellings are read too", () => {
    expect(address(addressBytes("2001:0DB8:0000::0001"))).toBe("2001:db8::1");
  });

  for (const wrong of ["", "300.1.1.1", "1.2.3", "host", "::1%lo", "2001:db8::/32", "1::2::3", "]/x"])
    test(`"${wrong}" is refused`, () => {
      expect(() => addressBytes(wrong)).toThrow(`Cannot read the address "${wrong}": it is neither IPv4 nor IPv6`);
    });

  test("a MAC address has colons, and other lengths are no IP address", () => {
    expect(mac(Buffer.from([2, 0x42, 0xac, 0x11, 0, 2]))).toBe("02:42:ac:11:00:02");
    expect(() => address(Buffer.alloc(6))).toThrow("Cannot read an address of 6 bytes");
  });
});

test("errno has names and texts", () => {
  expect([errnoName(2), errnoName(11), errnoName(101), errnoName(4711)]).toEqual([
    "ENOENT",
    "EAGAIN",
    "ENETUNREACH",
    "E4711",
  ]);
  expect(errnoText(2)).toBe("No such file or directory");
  const error = new KernelError('Cannot open "x"', 13);
  expect(error).toMatchObject({ message: 'Cannot open "x": Permission denied', code: "EACCES", errno: 13 });
});

test("flags and hexadecimal numbers are as iproute2 prints them", () => {
  expect(
    bits(5, [
      [4, "four"],
      [2, "two"],
      [1, "one"],
    ]),
  ).toEqual(["four", "one"]);
  expect([hex(0), hex(0x8001)]).toEqual(["0", "0x8001"]);
});

test("a command is shown as a person runs it from the host", () => {
  expect(on([])("ip route")).toBe("ip route");
  expect(on(["ip", "netns", "exec", "docker1"])("ip route")).toBe("ip -n docker1 route");
  expect(on(["ip", "netns", "exec", "docker1"])("iptables-save")).toBe("ip netns exec docker1 iptables-save");
  expect(on(["nsenter", "-t", "47", "-n"])("ip route")).toBe("nsenter -t 47 -n ip route");
});
