// What is told of a script that did not do what its author meant; each kind, and what looks like it and is not.

import { expect, test } from "bun:test";
import { asRun, remarksOn } from "../grader/submissions/remarks.ts";
import { withoutSudo } from "../harness/lab/command.ts";

const kinds = (text: string) => remarksOn(text, "03.sh").map(({ what }) => what);

test.each([
  ["read -p 'name? ' x\n", ["reads"]],
  ["#!/bin/bash\nif true; then read x; fi\n", ["reads"]],
  ["cat f | while read line; do echo $line; done\n", []],
  ["read x < /proc/uptime\n", []],
  ["read x <<< word\n", []],
  ["# read this\necho read\n", []],
  ["trap 'ip link del docker0' EXIT\n", ["clean-up"]],
  ["cleanup() {\n  ip netns del docker1\n}\ntrap cleanup EXIT\n", ["clean-up"]],
  ["trap 'echo done' EXIT\n", []],
  ["echo net.ipv4.ip_forward=1 >> /etc/sysctl.conf\n", ["boot"]],
  ["echo net.ipv4.ip_forward=1 | sudo tee /etc/sysctl.d/9.conf\n", ["boot"]],
  ["echo net.ipv4.ip_forward=1 > /etc/sysctl.d/9.conf; sysctl -p /etc/sysctl.d/9.conf\n", []],
])("%j", (text, expected) => {
  expect(kinds(text)).toEqual(expected as ReturnType<typeof kinds>);
});

test("another language is not looked into", () => {
  expect(remarksOn("read x\n", "03.py")).toEqual([]);
});

test("Windows line endings and a byte order mark are taken away; a carriage return within stays", () => {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
  expect(text(asRun(Buffer.from("\ufeff#!/bin/bash\r\necho 网桥\r\n")).bytes)).toBe("#!/bin/bash\necho 网桥\n");
  expect(asRun(Buffer.from("echo a\r\n")).remarks).toEqual([{ what: "line-endings" }]);
  expect(asRun(Buffer.from("printf 'a\r\nb'\necho\n")).remarks).toEqual([]);
  expect(text(asRun(Buffer.from([0xc4, 0xe3, 13, 10])).bytes.subarray(0, 2))).toBe(
    Buffer.from([0xc4, 0xe3]).toString(),
  );
});

test.each([
  ["sudo ip link", "ip link"],
  ["sudo -u root -E -n ip link && sudo ip addr", "ip link && ip addr"],
  ["echo 1 | sudo tee /x", "echo 1 | tee /x"],
  ["echo sudo", "echo sudo"],
  ["sudo -i", "sudo -i"],
])("%s is handed in as %s", (typed, own) => {
  expect(withoutSudo(typed)).toBe(own);
});
