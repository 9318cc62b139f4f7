// When something is due, as a person writes it.

const form = /^(\d{4})-(\d\d)-(\d\d)[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/;

/**
 * "2026-11-30T23:59", local time where no zone is said; undefined for all else. A day alone would be its first minute, in UTC
 * (ECMA-262, Date.parse), and the 31st of November the 1st of December: nobody means that.
 */
export function timeDue(text: string): Date | undefined {
  const [, year, month, day] = form.exec(text) ?? [];
  if (new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() !== Number(day)) return undefined;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
