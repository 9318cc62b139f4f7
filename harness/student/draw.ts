// Numbers that look like chance and are always the same for the same key: HMAC-SHA-256 (RFC 2104) over a counter.

const hmac = (key: string | Uint8Array, text: string): Buffer =>
  new Bun.CryptoHasher("sha256", key).update(text).digest();

/** The key of one student in one lab. Without the course's secret nobody else can work it out. */
export const keyOf = (lab: string, student: string, secret: string): Buffer =>
  hmac(hmac("container-network-labs", secret), `${lab}\0${student}`);

/** Numbers of 32 bits for one purpose, without end. */
export function* draws(key: Uint8Array, purpose: string): Generator<number, never> {
  for (let block = 0; ; block++) {
    const bytes = hmac(key, `${purpose}\0${block}`);
    for (let at = 0; at < bytes.length; at += 4) yield bytes.readUInt32LE(at);
  }
}

/** So many of the items, by default all, in an order of the key's own (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], key: Uint8Array, purpose: string, count = items.length): T[] {
  const all = [...items];
  const numbers = draws(key, purpose);
  for (let at = 0; at < count; at++) {
    const other = at + (numbers.next().value % (all.length - at));
    [all[at], all[other]] = [all[other]!, all[at]!];
  }
  return all.slice(0, count);
}
