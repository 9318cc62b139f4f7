import { expect, test } from "bun:test";
import { concerned, described, matches, where } from "../grader/vocabulary/matches.ts";

const link = { ifname: "docker0", flags: ["UP", "LOWER_UP"], linkinfo: { info_kind: "bridge" } };
const even = where("an even number", (n: number) => n % 2 === 0);

test.each<[unknown, unknown, boolean]>([
  [link, { flags: ["UP"] }, true],
  [link, { flags: ["DOWN"] }, false],
  [link, { linkinfo: { info_kind: "bridge" } }, true],
  [link, { linkinfo: { info_kind: "veth" } }, false],
  [undefined, { flags: ["UP"] }, false],
  [undefined, {}, false],
  [[{ a: 1 }, { a: 2, b: 3 }], [{ a: 2 }], true],
  [[{ a: 1 }], [{ a: 2 }], false],
  [[], [{ a: 2 }], false],
  ["veth1", /^veth/, true],
  [7, /7/, false],
  [4, even, true],
  [{ n: 3 }, { n: even }, false],
  [0, -0, false],
])("%p against %p: %p", (actual, pattern, fits) => expect(matches(actual, pattern)).toBe(fits));

test("a report shows the part that the pattern speaks of", () => {
  expect(concerned(link, { flags: ["DOWN"] })).toEqual({ flags: ["UP", "LOWER_UP"] });
  expect(concerned([{ a: 1, b: 2 }], [{ a: 2 }])).toEqual([{ a: 1 }]);
  expect(concerned(undefined, { flags: ["UP"] })).toBe("nothing");
  expect(described({ n: even, name: /x/ })).toEqual({ n: "an even number", name: "matching /x/" });
});
