// What fuzz tests are made of: named properties, run a few times in the gate and many times by run.ts.

import fc from "fast-check";

export type Properties = Record<string, fc.IRawProperty<unknown>>;

/** A property that must hold for each value: `holds` throws, or gives false, where it does not. */
export const property = <T>(of: fc.Arbitrary<T>, holds: (value: T) => unknown) =>
  fc.property(of, (value) => holds(value) !== false) as fc.IRawProperty<unknown>;

/** Bytes that are nearly right: one of these, some of its bytes changed, cut short or with some more at its end. */
export const nearly = (all: readonly Uint8Array[]): fc.Arbitrary<Buffer> =>
  fc
    .record({
      base: fc.constantFrom(...all),
      changes: fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 8 }),
      cut: fc.option(fc.nat(400)),
      more: fc.option(fc.uint8Array({ maxLength: 40 })),
    })
    .map(({ base, changes, cut, more }) => {
      const bytes = Buffer.from(base);
      for (const [at, byte] of changes) if (bytes.length) bytes[at % bytes.length] = byte;
      return Buffer.concat([cut === null ? bytes : bytes.subarray(0, cut), more ?? Buffer.alloc(0)]);
    });

/** Any bytes at all. */
export const bytes = (maxLength = 300): fc.Arbitrary<Buffer> =>
  fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));

/** Runs it; what it throws must be an error of ours, told in a sentence: never a bug's. */
export function throwsOnly(work: () => unknown, message: RegExp, also: (error: Error) => boolean = () => false): void {
  try {
    work();
  } catch (error) {
    const isOurs = error instanceof Error && (message.test(error.message) || also(error));
    if (!isOurs || error instanceof TypeError) throw error;
  }
}
