import { inWords } from "./phrases.ts";

/** A failure that a person can mend: one message, the command to run next, and the exit status. Printed without a stack. */
export class Mistake extends Error {
  constructor(
    message: string,
    /** What to run or do next, one line. */
    readonly next?: string,
    readonly status = 2,
  ) {
    super(message);
  }
}

/** The text of any thrown value, without its stack. */
export const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** Runs a program's main function; a `Mistake` (or anything else thrown) becomes one message and its exit status. */
export async function mainly(main: () => Promise<number>): Promise<never> {
  process.on("uncaughtException", leaveWith);
  return main().then((status) => process.exit(status), leaveWith);
}

/** Says what went wrong and ends the process: status of the `Mistake`, else 2 (could not do it). */
export function leaveWith(thrown: unknown): never {
  process.stderr.write(`${inWords(reasonOf(thrown))}\n`);
  if (thrown instanceof Mistake && thrown.next) process.stderr.write(`→ ${inWords(thrown.next)}\n`);
  process.exit(thrown instanceof Mistake ? thrown.status : 2);
}
