// What any stream of TAP says, by tap-parser. With its YAML that takes longer to load than a lab's checks to run.

import { Parser } from "tap-parser";
import type { Assert, Stream } from "./stream.ts";

export function foreignStream(stream: string): Stream {
  const found: Stream = { planned: undefined, comments: [], asserts: [] };
  const parser = new Parser();
  parser.on("plan", ({ start, end }: { start: number; end: number }) => {
    found.planned = end - start + 1;
  });
  parser.on("comment", (text: string) => found.comments.push(text));
  parser.on("assert", (assert: Assert) => found.asserts.push(assert));
  parser.end(stream);
  return found;
}
