/** A line of a cell: what is written, and how many characters wide that looks. */
export interface Line {
  readonly shown: string;
  readonly width: number;
}

export type Cell = readonly Line[];

export function line(text: string, style: (text: string) => string = (same) => same): Line {
  return { shown: style(text), width: text.length };
}

const gap = '  ';

/** Rows of cells that have several lines, in columns, with an empty line between rows. */
export function columnsText(rows: readonly (readonly Cell[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, ...cell.map(({ width }) => width));
    });
  }
  return rows.flatMap((row, i) => [...(i > 1 ? [''] : []), ...rowText(row, widths)]);
}

function rowText(row: readonly Cell[], widths: readonly number[]): string[] {
  const height = Math.max(...row.map(({ length }) => length));
  return Array.from({ length: height }, (_, y) =>
    row
      .map((cell, column) => {
        const { shown, width } = cell[y] ?? line('');
        return shown + ' '.repeat((widths[column] ?? 0) - width);
      })
      .join(gap)
      .trimEnd(),
  );
}
