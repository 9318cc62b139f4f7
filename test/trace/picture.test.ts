// The hooks as a picture: the way taken is drawn as far as it was seen, and where a packet was dropped is marked.

import { expect, test } from "bun:test";
import type { Hook } from "../../harness/trace/hooks.ts";
import type { Station } from "../../harness/trace/path.ts";
import { traceSvg } from "../../harness/trace/picture.ts";

const packet = { source: "192.0.2.1", destination: "198.51.100.9", ttl: 64, length: 84, sequence: 1, nonce: "" };
const station = (hook: Hook, verdict: string, rule = ""): Station => ({
  hook,
  packet: { ...packet, kind: "request", type: 8 },
  steps: [{ table: "filter", chain: hook, what: "rule 1", verdict, rule }],
});

/** How many wires were taken, and which hooks are marked. */
const seen = (...stations: Station[]) => {
  const picture = traceSvg([{ node: "host", stations }], "a ping");
  const marked = Array.from(
    picture.matchAll(/class="box([^"]*)" data-key="0 (\w+)"/g),
    ([, is, hook]) => `${hook}${is}`,
  );
  return {
    taken: picture.match(/"wire passed"/g)?.length ?? 0,
    marked: marked.filter((each) => !each.includes("unmet")),
  };
};

test("forwarded: in by one link, out by another", () =>
  expect(seen(station("PREROUTING", "ACCEPT"), station("FORWARD", "ACCEPT"), station("POSTROUTING", "ACCEPT"))).toEqual(
    {
      taken: 4,
      marked: ["PREROUTING", "FORWARD", "POSTROUTING"],
    },
  ));

test("through hooks without a chain it passes unseen", () =>
  expect(seen(station("PREROUTING", "ACCEPT"), station("POSTROUTING", "ACCEPT")).taken).toBe(4));

test("the host's own begins at OUTPUT; what is for the host ends at INPUT", () => {
  expect(seen(station("OUTPUT", "ACCEPT"), station("POSTROUTING", "ACCEPT")).taken).toBe(3);
  expect(seen(station("PREROUTING", "ACCEPT"), station("INPUT", "ACCEPT")).taken).toBe(3);
});

test("where it is dropped the way ends, and the hook is marked", () =>
  expect(seen(station("PREROUTING", "ACCEPT"), station("FORWARD", "DROP"))).toEqual({
    taken: 2,
    marked: ["PREROUTING", "FORWARD wrong"],
  }));

test("a rule is text, whatever stands in it", () => {
  const picture = traceSvg(
    [{ node: "<host>", stations: [station("INPUT", "ACCEPT", '-m comment --comment "<script>"')] }],
    "",
  );
  expect(picture).not.toContain("<script");
  expect(picture).toContain("&lt;script&gt;");
});
