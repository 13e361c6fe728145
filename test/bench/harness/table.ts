import { type Figure, misses, type Target } from './figure';

/** The figures as lines of aligned columns; a missed target is marked. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.case,
    figure.metric,
    `${format(figure.value)} ${figure.unit}`,
    figure.target === undefined ? '' : `${say(figure.target)} ${misses(figure) ? 'MISSED' : 'met'}`,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 2 ? cell.padStart(widths[2] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `  ${line}\n`)
    .join('');
}

/** Three digits that count, and no exponent. */
function format(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-GB');
  return String(Number(value.toPrecision(3)));
}

function say(target: Target): string {
  return 'atLeast' in target ? `(at least ${format(target.atLeast)})` : `(at most ${format(target.atMost)})`;
}
