const day = /^\d{4}-\d{2}-\d{2}$/;
const time = /^(\d{4}-\d{2}-\d{2})[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/**
 * The last moment of a day such as `2027-01-31` in UTC, or a time of RFC 3339 as it is; undefined for what is neither, such
 * as the 30th of February.
 */
export function endOfDay(text: string): string | undefined {
  if (day.test(text)) return isDay(text) ? `${text}T23:59:59Z` : undefined;
  const [, date] = time.exec(text) ?? [];
  return date !== undefined && isDay(date) && !Number.isNaN(Date.parse(text)) ? text : undefined;
}

/** `Date` takes the 31st of February for the 3rd of March. */
function isDay(text: string): boolean {
  const noon = new Date(`${text}T12:00:00Z`);
  return !Number.isNaN(noon.getTime()) && noon.toISOString().startsWith(text);
}
