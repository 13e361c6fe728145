/** The last moment of a day such as `2027-01-31` in UTC, or a time of RFC 3339 as it is; undefined for what is neither. */
export function endOfDay(text: string): string | undefined {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T23:59:59Z` : text;
  return Number.isNaN(Date.parse(time)) ? undefined : time;
}
