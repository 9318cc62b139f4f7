// Two runs of the same commands differ in what the kernel draws at random or counts. Each rule says what, and why. A value that
// varies is numbered by its first appearance ("MAC 1", "MAC 2"), so that what was equal must stay equal.
// Not here, because it does not vary: interface indexes and netnsids (each namespace counts its own), packets in iptables.

import type { Entry } from "./blocks.ts";
import { ownOfPort, portsOf } from "./ports.ts";
import { byPacket } from "./trace-ids.ts";

type Rule = [find: RegExp, becomes: string, reason: string];

// What the kernel chooses: the match becomes a number. `MAC` and `link-local` of a bridge's port are numbered by the port (ports.ts).
const chosen: Rule[] = [
  [/(?<![\w:])8000\.[\da-f:]{12,17}(?![\w:])/g, "bridge-id", "made of the bridge's MAC address"],
  [
    /(?<![\w:.])(?![\da-f]?[13579bdf]:|00:00:00:00:00:00)[\da-f]{1,2}(?::[\da-f]{1,2}){5}(?![\w:])/g,
    "MAC",
    "drawn at random; broadcast, multicast and zero are not",
  ],
  [/(?<![\w:])fe80:[\da-f:]+/g, "link-local", "made of the MAC address"],
  [/\bveth[\da-f]{8}\b/g, "veth", "the CNI plugin bridge draws it"],
  [/(?<=\bnet:\[)\d+(?=\])/g, "namespace", "an inode number"],
  [/(?<=\bpid=)\d+/g, "pid", "counts every process of the world, the tests' too"],
  [/(?<=\b(?:ID=|id=|id ))\d+/g, "id", "IP and ICMP identifiers begin at random"],
];

// What depends on the moment: one word for all values.
const momentary: Rule[] = [
  [/(?<= time=)[\d.]+(?= ms)/g, "T", "how long a ping took"],
  [/\n.*--format json.*$/gm, "", "walk: how many unrelated packets passed meanwhile"],
  [/ +[\d.]+ ms$/gm, " T ms", "walk: how long after the first packet"],
  [/(?<=, time )\d+(?=ms$)/gm, "T", "how long all pings took"],
  [/^rtt min.*$/gm, "rtt", "computed from those times"],
  [/(?<=[RT]X packets )\d+ {2}bytes \d+ \(.*\)/g, "N", "IPv6 sends by itself, when it likes"],
  [/(?<=_lft )\d+(?=sec)/g, "T", "counts down"],
  [/ tentative\b/g, "", "IPv6 checks a new address for a second"],
  [/\b(REACHABLE|STALE|DELAY|PROBE)$/gm, "VALID", "the neighbour is known; its state moves on with time"],
  [/\b(INCOMPLETE|FAILED)$/gm, "UNANSWERED", "nobody answered; the second follows the first after 3 s"],
  [/^[\da-f]{16} .*$/gm, "socket", "a line of /proc/net/netlink: an address in memory, a port, an inode"],
  [/\b\d\d:\d\d:\d\d\.\d+\b/g, "T", "the time of day"],
  [/(?<=\t(?:yes|no)\t+ *)\d+\.\d\d$/gm, "T", "brctl showmacs: the seconds since the last frame"],
];

/** The outputs in the words that every run has in common. */
export function normalise(entries: Entry[]): Entry[] {
  const seen = new Map<string, Map<string, number>>();
  const number = (what: string, value: string) => {
    const values = seen.get(what) ?? new Map<string, number>();
    seen.set(what, values);
    if (!values.has(value)) values.set(value, values.size + 1);
    return `${what} ${values.get(value)}`;
  };
  const commands = entries.map(({ command }) => command).join("\n");
  const ports = portsOf(commands);

  return entries.map(({ command, output }) => {
    const own = ownOfPort(ports);
    const traceId = byPacket();
    const lines = sorted(command, output).map((line) => {
      const port = own(line);
      return chosen.reduce(
        (text, [find, what]) =>
          text.replaceAll(find, (value) =>
            commands.includes(value) // what a command names was not drawn at random
              ? value
              : number(what, canonical(value) + (what === "MAC" || what === "link-local" ? port : "")),
          ),
        traceId(line),
      );
    });
    const text = momentary.reduce((text, [find, word]) => text.replaceAll(find, word), lines.join("\n"));
    return { command, output: text };
  });
}

// xtables-monitor writes 6:eb:… where others write 06:eb:…
const canonical = (value: string): string => value.replaceAll(/(?<![\da-f])[\da-f](?=:|$)/g, "0$&");

// These list a hash table or sort by MAC address: the order of the lines is random.
function sorted(command: string, output: string): string[] {
  const lines = output.split("\n");
  if (/^bun /.test(command) || !/\b(neigh|showmacs|arp)\b/.test(command)) return lines;
  const key = (line: string) => line.replaceAll(chosen[1]![0], "");
  return lines.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
