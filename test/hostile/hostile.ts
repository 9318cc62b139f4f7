// Hostile scripts, as data. Each does what no submission may do, and what came of it is held against what is written here.

export type Hostile = {
  /** Unique, a-z 0-9 and "-": its folder in the class. */
  name: string;
  /** By default 03-bridge. */
  lab?: string;
  /**
   * After its lab's starting point. In it @HOME@ and @TMP@ are folders of the grader's user, each with a file "secret"; what
   * it gets to write outside of its world is called pwned-@ID@; the machine has a TCP server at port @PORT@.
   */
  script: string;
  /** What runs it; by default ".sh". */
  ending?: ".sh" | ".py" | ".ts";
  /** The points it must get of 16; by default any. A script that begins with the right solution says 16. */
  score?: number;
  /** It must be ended, for such a reason. By default it may be or not. */
  ended?: RegExp;
  /** What it must have written. That it has not found the grader's secrets is looked at in any case. */
  says?: RegExp;
  /** What it must not have written. */
  hides?: RegExp;
  /** It is one of those that the gate tries. */
  isShort?: boolean;
  /** It changes its world while that is judged, or makes the probes slow: how long that takes is not bounded by its limit. */
  isRestless?: boolean;
  /** It harms the machine while it runs: tried with nobody beside it, and only when it is asked for. */
  isStorm?: boolean;
};

/** The right solution's lines, where a script has RIGHT on a line of its own. */
export const rightMark = "RIGHT";

/** Python that starts a server which goes on running while its world is graded. */
export const asServer = (lines: string): string => `python3 - <<'END'
import os, socket
server = socket.socket(); server.bind(("127.0.0.1", 4000)); server.listen()
if os.fork(): os._exit(0)
os.setsid()
${lines}
END`;
