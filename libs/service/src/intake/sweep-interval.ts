const anHour = 3_600_000;

/** How often to look for what may be removed once it has reached an age: milliseconds, of both. */
export function sweepInterval(ageMs: number): number {
  return Math.min(ageMs, anHour);
}
