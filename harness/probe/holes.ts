// One in n, or a limit? A limit lets nothing through for a while once it has begun to drop; what drops one in n goes on with the
// next, and does so again.

export const many = 30; // at once, to tell them apart
const together = 10; // ms: a limit that refills in less is none for a person

/** One of these was lost, and two after it were not, all sent at once. */
export function isHoled<T extends { sentAt: number }>(sent: readonly T[], isAnswered: (one: T) => boolean): boolean {
  if (sent.length < many || sent.at(-1)!.sentAt - sent[0]!.sentAt > together) return false;
  const first = sent.findIndex((one) => !isAnswered(one));
  return first >= 0 && sent.some((one, at) => at > first + 1 && isAnswered(one) && isAnswered(sent[at - 1]!));
}
