// The table package × runtime in README.md.
const OPENING = '<!-- runtimes -->';
const CLOSING = '<!-- /runtimes -->';

/** In a cell: how many cases passed, `–` for a runtime a package is not made for, `null` for one that is not here. */
export function toTable(runtimes, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(['', ...runtimes]),
    line(['---', ...runtimes.map(() => '---:')]),
    ...rows.map(({ name, cells }) => line([name, ...cells])),
  ].join('\n');
}

/** Cells of a runtime that was not there to be tried are taken over from the table there is. */
export function fillGaps(rows, existing) {
  const known = existing.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  return rows.map(({ name, cells }) => {
    const before = known.find(([, first]) => first === name)?.slice(2) ?? [];
    return { name, cells: cells.map((cell, index) => cell ?? before[index] ?? '?') };
  });
}

function locate(document) {
  const start = document.indexOf(OPENING);
  const end = document.indexOf(CLOSING);
  if (start < 0 || end < start) throw new Error(`There is no place between ${OPENING} and ${CLOSING}.`);
  return { start: start + OPENING.length, end };
}

/** What is between the markers. @throws when they are not there */
export function readTable(document) {
  const { start, end } = locate(document);
  return document.slice(start, end).trim();
}

export function replaceTable(document, table) {
  const { start, end } = locate(document);
  return `${document.slice(0, start)}\n\n${table}\n\n${document.slice(end)}`;
}
