// What the filter of a submission's world refuses, tried by the script itself, and its numbers held against the kernel's headers.

import { describe, expect, test } from "bun:test";
import { confinedFor, runScript } from "../grader/submissions/run-script.ts";
import { textOf } from "../harness/ground/files.ts";
import { startSandbox } from "../harness/sandbox/sandbox.ts";
import { missing, refused, seccompFilter } from "../harness/sandbox/seccomp.ts";

/** What a script says that runs in a confined world. */
async function saidBy(lines: string, name = "a.py"): Promise<string> {
  const confined = confinedFor({ name, bytes: Buffer.from(lines) });
  const sandbox = await startSandbox({ confined });
  try {
    return (await runScript(sandbox, 20)).output;
  } finally {
    await sandbox.end();
  }
}

const number = (call: (typeof refused)[number]) => call[process.arch === "arm64" ? 2 : 1];

test("each call fails as it is listed", async () => {
  const calls = [...refused, ...missing].flatMap((call) => number(call) ?? []);
  const said = await saidBy(`
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for number in ${JSON.stringify(calls)}:
    print(number, libc.syscall(number, -1, -1, -1, -1, -1, -1), ctypes.get_errno())
`);
  const wanted = [
    ...refused.flatMap((call) => (number(call) === undefined ? [] : `${number(call)} -1 1`)),
    ...missing.map((call) => `${number(call)} -1 38`),
  ];
  expect(said.trim().split("\n")).toEqual(wanted);
});

test("sockets are of the families that labs need", async () => {
  const said = await saidBy(`
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for family in range(48):
    fd = libc.socket(family, 3 if family in (16, 17) else 1, 0)
    print(family, "made" if fd >= 0 else ctypes.get_errno())
    pair = (ctypes.c_int * 2)()
    if family > 17: print(family, libc.socketpair(family, 1, 0, pair), ctypes.get_errno())
`);
  const made = said.match(/^\d+ made/gm)?.map((line) => Number.parseInt(line, 10));
  expect(made).toEqual([1, 2, 10, 16, 17]);
  expect(said).toMatch(/^40 97$/m); // vsock: EAFNOSUPPORT
  expect(said).toMatch(/^40 -1 97$/m);
});

test.if(process.arch === "x64")("other ABIs have no calls: i386 by int 0x80, x32", async () => {
  const said = await saidBy(`
import ctypes, mmap
code = mmap.mmap(-1, 4096, prot=7)
code.write(bytes.fromhex("b814000000 cd80 c3"))  # getpid by int 0x80
call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))
print("i386", call())
libc = ctypes.CDLL(None, use_errno=True)
print("x32", libc.syscall(0x40000000 + 39), ctypes.get_errno())
`);
  expect(said).toBe("i386 -38\nx32 -1 38\n");
});

test("nothing that labs use is refused", async () => {
  const said = await saidBy(
    `set -e
ip netns add a; ip link add v type veth peer name w netns a; ip link set v up; ip -n a link set w up
ip netns exec a ping -c 1 127.0.0.1 >/dev/null 2>&1 || true
nft add table ip t; iptables -t nat -L >/dev/null; sysctl -qw net.ipv4.ip_forward=1
unshare -n -m -p -f true; mount -t tmpfs none /tmp; mount --bind /tmp /var; bridge fdb >/dev/null; ss -ltn >/dev/null
python3 -c 'import multiprocessing as m; m.Lock(); m.Array("i", 10)'
nsenter -t 1 -n ip link >/dev/null; ip netns attach one 1; echo all`,
    "a.sh",
  );
  expect(said).toBe("all\n");
});

describe("the numbers are the kernel's", () => {
  const headers: [string, 1 | 2, string][] = [
    ["x86-64", 1, "/usr/include/x86_64-linux-gnu/asm/unistd_64.h"],
    ["arm64", 2, "/usr/include/asm-generic/unistd.h"],
  ];
  for (const [name, at, path] of headers) {
    const text = textOf(path);
    test.if(text !== undefined)(name, () => {
      const known = new Map(
        Array.from(text!.matchAll(/^#define __NR(?:3264)?_(\w+)\s+(\d+)$/gm), ([, call, number]) => [
          call,
          Number(number),
        ]),
      );
      for (const call of [...refused, ...missing]) expect([call[0], known.get(call[0])]).toEqual([call[0], call[at]]);
    });
  }
});

test("there is a filter for x86-64 and arm64, of whole instructions", () => {
  for (const architecture of ["x64", "arm64"]) expect(seccompFilter(architecture)!.length % 8).toBe(0);
  expect(seccompFilter("riscv64")).toBeUndefined();
});
