import type { Sighting } from "./capture.ts";
import type { Dissected } from "./dissect/index.ts";

/** One packet at one interface, and where it went from there. More than one `next`: a bridge flooded it. */
export type Hop = Sighting & {
  frame: Dissected;
  /** The same for equal packets; see dissect/key.ts. */
  key: string;
  /** Where it came from; undefined where it was first sighted. */
  from?: Hop;
  next: Hop[];
};
