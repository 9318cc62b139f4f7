// Standard output, all of it: process.stdout loses what a pipe has not taken when the process ends, and a pipe that does not wait
// (somebody else may have set it so: open file descriptions are shared) takes no more than its 64 KiB. write(2), pipe(7).

import { writeSync } from "node:fs";
import { waitToWrite } from "./wait.ts";

const STDOUT = 1;

/** Writes all of it; where nobody reads any more, as behind `| head`, no more. */
export function writeStdout(output: string | Uint8Array): void {
  for (let rest = Buffer.from(output as string); rest.length; )
    try {
      rest = rest.subarray(writeSync(STDOUT, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EPIPE") return;
      if (code !== "EAGAIN") throw error;
      waitToWrite(STDOUT);
    }
}
