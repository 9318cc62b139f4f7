// The gate's own command line. What it does is what runs this.

import { expect, test } from "bun:test";
import { bun } from "./run.ts";

test.each([
  [["brigde"], /^Unknown lab "brigde"; the labs are: 01-network-stack, .*\n→ bun run ok 03\n$/],
  [["03", "04"], /^Too many words: "04"\n→ bun run ok \[LAB\]\n$/],
])("%p is refused before anything is looked at", async (words, message) => {
  const { out, err, status } = await bun(["test/ok.ts", ...words]);
  expect(err).toMatch(message);
  expect({ out, status }).toEqual({ out: "", status: 2 });
});
