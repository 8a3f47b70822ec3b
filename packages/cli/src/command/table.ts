import { WIDTH, wrapped } from './wrapped.js';

/** Rows as aligned columns; the last one is as long as it likes. */
export function table(rows: readonly (readonly string[])[], indent = '  '): string {
  const widths = rows.reduce<readonly number[]>(
    (known, row) =>
      Array.from({ length: Math.max(known.length, row.length) }, (_none, column) =>
        Math.max(known[column] ?? 0, row[column]?.length ?? 0),
      ),
    [],
  );
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ');
  return rows.map((row) => `${indent}${line(row)}`.trimEnd()).join('\n');
}

/** The same for sentences: the last column goes on below its beginning. For rows of one length. */
export function wrappedTable(rows: readonly (readonly string[])[], indent = '  '): string {
  const before = rows.map((row) => row.slice(0, -1));
  const room =
    Math.max(
      0,
      ...table(before, '')
        .split('\n')
        .map((line) => line.length),
    ) + 2;
  const column = ' '.repeat(indent.length + room);
  return table(
    rows.map((row) => [...row.slice(0, -1), wrapped(row.at(-1) ?? '', WIDTH - column.length, column)]),
    indent,
  );
}

/** `1 order`, `2 orders`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}

/** `2026-03-02 09:15`, in UTC; seconds are noise to a reader. */
export function shortInstant(at: string | null): string {
  return at === null ? '–' : at.slice(0, 16).replace('T', ' ');
}
