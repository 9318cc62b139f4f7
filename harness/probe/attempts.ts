/**
 * Begins a turn again and again until the patience (ms) is over, and one more then: a process that was kept from the processor for
 * longer than that has not yet looked at what came in.
 */
export async function* attempts(patience: number, pause = 1): AsyncGenerator<void> {
  for (const end = performance.now() + patience; ; await Bun.sleep(pause)) {
    const isLast = performance.now() >= end;
    yield;
    if (isLast) return;
  }
}
