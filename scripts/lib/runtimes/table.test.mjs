import { describe, expect, test } from 'vitest';
import { fillGaps, readTable, replaceTable, toTable } from './table.mjs';

const README = 'before\n<!-- runtimes -->\nold\n<!-- /runtimes -->\nafter\n';
const RUNTIMES = ['Node', 'Chromium'];
const ROWS = [
  { name: '`mapping`', cells: ['7', '7'] },
  { name: '`sync`', cells: ['5', '–'] },
];

describe('the table', () => {
  test('is found again as it was written, and everything around it is left alone', () => {
    const table = toTable(RUNTIMES, ROWS);
    const written = replaceTable(README, table);
    expect(readTable(written)).toBe(table);
    expect(replaceTable(written, 'old')).toBe(replaceTable(README, 'old'));
    expect(written).toMatch(/^before\n[\s\S]*after\n$/);
  });

  test('keeps what it says of a runtime that is not on this machine', () => {
    const here = ROWS.map(({ name, cells: [node] }) => ({ name, cells: [node, null] }));
    expect(fillGaps(here, toTable(RUNTIMES, ROWS))).toEqual(ROWS);
    expect(fillGaps(here, '').map(({ cells }) => cells[1])).toEqual(['?', '?']);
  });

  test.each(['no markers', '<!-- /runtimes --> <!-- runtimes -->'])('has to have a place: %s', (document) => {
    expect(() => readTable(document)).toThrow(/no place/);
  });
});
