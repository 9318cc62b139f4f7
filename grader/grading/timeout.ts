// How long a process of a student's world or of the checks may take, in seconds.

export const defaultTimeout = 30;

/** A timer counts milliseconds in 31 bits. */
export const largestTimeout = 2_147_483;

/** For what did not come to its end in that time, where nothing else is left to do: a machine may be slow. */
export const patient = (seconds: number): number => Math.max(seconds, Math.min(3 * seconds, defaultTimeout));

/** As a timer takes it: whole milliseconds. */
export const milliseconds = (seconds: number): number => Math.ceil(seconds * 1000);

/** How a process ended that is killed after so many seconds. */
export const endOf = ({ signalCode, exitCode }: Bun.Subprocess, timeout: number): string =>
  signalCode === "SIGKILL" ? `it was ended after ${timeout} s` : `it ended with ${signalCode ?? `status ${exitCode}`}`;
