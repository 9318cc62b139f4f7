// Makes the machine look poorer for one command run as the ordinary user: in a user and mount namespace of its own, so
// that nothing but that command sees it.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Said } from "./run.ts";
import { asOrdinaryUser, ordinaryUser } from "./user.ts";

/** Runs a command where `condition`, a line of shell with every right over its own mounts and limits, was run before. */
export function under(condition: string, argv: string[], env: Record<string, string> = {}): Promise<Said> {
  const script = `${condition} && exec setpriv --ambient-caps=-all --inh-caps=-all "$@"`;
  const me = `exec unshare --user --map-user="$(id -u)" --map-group="$(id -g)" --keep-caps --mount sh -c "$@"`;
  return asOrdinaryUser(["sh", "-c", me, "sh", script, "sh", ...argv], { env });
}

/** The condition that a command is not installed. */
export const without = (command: string): string =>
  `mount --bind /dev/null "$(PATH=/usr/sbin:/usr/bin:/sbin:/bin command -v ${command})"`;

/** Runs a command under a system call filter as in a Docker container: no new namespaces, no mounts. */
export function underContainerFilter(argv: string[]): Promise<Said> {
  const filter = join(ordinaryUser().home, "filter.bpf");
  writeFileSync(filter, containerFilter());
  const script = 'filter=$1; shift; exec bwrap --dev-bind / / --seccomp 9 "$@" 9<"$filter"';
  return asOrdinaryUser(["sh", "-c", script, "sh", filter, ...argv]);
}

// System call numbers differ between machines; clone3 says "not there" so that clone is used, whose flags can be seen.
const numbers =
  process.arch === "arm64" ? { clone: 220, unshare: 97, mount: 40 } : { clone: 56, unshare: 272, mount: 165 };
const clone3 = 435;
const newNamespaces = 0x7e020000; // every CLONE_NEW… flag
const allow = 0x7fff0000;
const refuse = (errno: number) => 0x00050000 + errno;

/** A classic BPF program for seccomp(2): instructions of 8 bytes (code, jump if true, jump if false, operand), jumps from the next one. */
function containerFilter(): Uint8Array {
  const [loadWord, jumpIfEqual, jumpIfAny, giveBack] = [0x20, 0x15, 0x45, 0x06];
  const program: [number, number, number, number][] = [
    [loadWord, 0, 0, 0], // the system call's number
    [jumpIfEqual, 7, 0, clone3],
    [jumpIfEqual, 4, 0, numbers.unshare],
    [jumpIfEqual, 3, 0, numbers.mount],
    [jumpIfEqual, 0, 3, numbers.clone],
    [loadWord, 0, 0, 16], // its first argument: the flags
    [jumpIfAny, 0, 1, newNamespaces],
    [giveBack, 0, 0, refuse(1)], // EPERM
    [giveBack, 0, 0, allow],
    [giveBack, 0, 0, refuse(38)], // ENOSYS
  ];
  const bytes = new DataView(new ArrayBuffer(program.length * 8));
  for (const [i, [code, ifTrue, ifFalse, operand]] of program.entries()) {
    bytes.setUint16(i * 8, code, true);
    bytes.setUint8(i * 8 + 2, ifTrue);
    bytes.setUint8(i * 8 + 3, ifFalse);
    bytes.setUint32(i * 8 + 4, operand, true);
  }
  return new Uint8Array(bytes.buffer);
}
