// A class of any size, of all kinds: right, wrong, broken and hostile scripts for lab 03, in a fixed order.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stepsOf } from "../../harness/lab/starting-point.ts";

/** What a script begins with, does to the right solution's lines, and what it must get of 16 points. */
type Kind = { name: string; ending?: string; write: (right: string[]) => string; score: number };

const without = (pattern: RegExp) => (right: string[]) => right.filter((line) => !pattern.test(line)).join("\n");

const rightWith = (more: string) => (right: string[]) => `${right.join("\n")}\n${more}\n`;

export const kinds: Kind[] = [
  { name: "right", write: rightWith(""), score: 16 },
  { name: "no-default-route", write: without(/route add default/), score: 14 },
  { name: "right", write: rightWith("ip link show docker0"), score: 16 },
  { name: "not-plugged-in", write: without(/veth2 master/), score: 11 },
  { name: "bridge-down", write: without(/link set docker0 up/), score: 11 },
  { name: "stops-half-way", write: (right) => `set -e\n${right.slice(0, 3).join("\n")}\nfalse\n`, score: 2 },
  { name: "nothing", write: () => "", score: 0 },
  { name: "right", write: rightWith("ping -c 1 172.17.0.3"), score: 16 },
  { name: "syntax", write: (right) => `if then\n${right.join("\n")}`, score: 0 },
  { name: "wrong-address", write: (right) => right.join("\n").replaceAll("172.17.0.3", "172.17.0.4"), score: 12 },
];

/** One of each in a class: they cost time. */
export const hostile: Kind[] = [
  { name: "endless-loop", write: () => "while :; do :; done", score: 0 },
  { name: "fork-bomb", write: () => ":(){ :|:& };:; wait", score: 0 },
  { name: "endless-output", write: () => "yes", score: 0 },
  {
    name: "memory",
    write: () => "dd if=/dev/zero of=/dev/null bs=2G count=1; head -c 200M /dev/zero > /tmp/x",
    score: 0,
  },
  { name: "perfect-tap", write: () => "echo TAP version 14; echo 1..1; echo ok 1 - bridge", score: 0 },
  { name: "kills-all", write: rightWith("kill -9 -1"), score: 16 },
  { name: "later", write: rightWith("(sleep 9; ip link set docker0 down) >/dev/null 2>&1 &"), score: 16 },
  { name: "sleeps", write: () => "sleep 1000", score: 0 },
  {
    name: "tampers",
    write: () => "mount -t tmpfs none /usr/sbin; ip() { :; }; ip link add docker0 type bridge",
    score: 0,
  },
  { name: "nested", write: () => "unshare -Urn ip link add docker0 type bridge; sysctl -w vm.swappiness=3", score: 0 },
];

/** The right solution's lines. */
export const right = (await stepsOf("03-bridge"))
  .filter(({ given }) => !given)
  .flatMap(({ commands }) => commands)
  .filter((line) => /add|set|route add/.test(line) && !/192\.0\.2/.test(line));

/** Writes a class of `count` right solutions into the folder. */
export function writeRight(folder: string, count: number): void {
  for (let at = 0; at < count; at++) {
    const own = join(folder, `student-${at}`);
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, "03-bridge.sh"), right.join("\n"));
  }
}

/** Writes a class of `count` students into the folder; gives each one's right score. */
export function writeClass(folder: string, count: number): Map<string, number> {
  const scores = new Map<string, number>();
  for (let at = 0; at < count; at++) {
    const isHostile = at % 20 === 19;
    const {
      name,
      ending = ".sh",
      write,
      score,
    } = isHostile ? hostile[Math.floor(at / 20) % hostile.length]! : kinds[at % kinds.length]!;
    const student = `s${String(at).padStart(3, "0")}-${name}`;
    mkdirSync(join(folder, student), { recursive: true });
    writeFileSync(join(folder, student, `03-bridge${ending}`), write(right));
    scores.set(student, score);
  }
  return scores;
}
