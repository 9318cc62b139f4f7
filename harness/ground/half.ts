// One machine's half of a lab that takes two: --as NAME --peer ADDRESS. The other machine builds the other half.

import { Mistake } from "./error.ts";
import { isIPv4 } from "./ip.ts";

export type Half = {
  /** Which of the lab's hosts this machine is: "host1". */
  as: string;
  /** The other machine's address in the segment that both are in. */
  peer: string;
};

type Options = { machine?: boolean; as?: string; peer?: string };

/** The half that a command line names; undefined where it names none. */
export function halfOf({ as, peer, machine }: Options): Half | undefined {
  if (as === undefined && peer === undefined) return undefined;
  if (!machine || as === undefined || peer === undefined)
    throw new Mistake(
      "A half of a lab is for this machine, and has a name and a peer",
      "--machine --as host1 --peer ADDRESS",
    );
  if (!isIPv4(peer)) throw new Mistake(`Cannot read the IPv4 address "${peer}" of the peer`, "--peer 192.168.56.12");
  return { as, peer };
}
