const pattern = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** What whoever writes something else is told. */
export const timeExpected = 'a date or a time such as 2025-01-31 or 2025-01-31T12:00:00Z';

/**
 * Reads a time of RFC 3339, of which what is below a millisecond is cut off; a date alone is its first moment in UTC. In
 * UTC it has to be of the years 1 to 9999, for others are not written so.
 */
export function parseTime(text: string): Date | undefined {
  const [, day] = pattern.exec(text) ?? [];
  if (day === undefined || !isDay(day)) return undefined;
  const time = new Date(text.replace(/(\.\d{3})\d+/, '$1'));
  const year = time.getUTCFullYear();
  return year >= 1 && year <= 9_999 ? time : undefined;
}

/** `Date` takes 30 February for the first days of March. */
function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
