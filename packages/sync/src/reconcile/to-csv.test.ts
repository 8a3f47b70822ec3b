import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Difference, Reconciliation } from '../operations.js';
import { toCsv, toJson } from './to-csv.js';

function reconciliationOf(...differences: readonly Difference[]): Reconciliation {
  const [from, to] = ['2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z'];
  const counts = { missing: differences.length, extra: 0, late: 0, different: 0, 'not-yet-due': 0 };
  return { from, to, orders: 1, told: 1, inKlaviyo: 0, matched: 0, counts, differences, plan: { from, to, steps: [] } };
}

const missing: Difference = {
  class: 'missing',
  account: 'brand',
  metric: 'Fulfilled Shipment',
  eventId: 'acme:ShipmentDispatched:7:12',
  orderReference: 'SO-7',
  clarusStatus: 'COMPLETED',
  ledgerStatus: 'delivered',
  trueAt: '2026-03-02T10:00:00.000Z',
  toldAt: '2026-03-02T10:00:05.000Z',
  inKlaviyoAt: null,
  sentence: 'Klaviyo took it and does not show it.',
};

test('finance sees what Clarus says beside what the customer was told', () => {
  expect(toCsv(reconciliationOf(missing))).toBe(
    'Difference,Brand,Order,Status in Clarus,Customer was told,Status in the ledger,True at,Told at,In Klaviyo at,What it means,Event id\r\n' +
      'missing,brand,SO-7,COMPLETED,Fulfilled Shipment,delivered,2026-03-02T10:00:00.000Z,2026-03-02T10:00:05.000Z,,Klaviyo took it and does not show it.,acme:ShipmentDispatched:7:12\r\n',
  );
});

test.each([
  ['=HYPERLINK("http://evil","x")', `"'=HYPERLINK(""http://evil"",""x"")"`],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['a,b', '"a,b"'],
  ['two\nlines', '"two\nlines"'],
  ['SO-7', 'SO-7'],
])('the reference %j is written %j', (reference, cell) => {
  const [, line = ''] = toCsv(reconciliationOf({ ...missing, orderReference: reference })).split('\r\n');
  expect(line.startsWith(`missing,brand,${cell},COMPLETED`)).toBe(true);
});

/** RFC 4180, read strictly. */
function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text.charAt(index + 1) === '"') {
        cell += '"';
        index += 1;
      } else isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === ',' || text.startsWith('\r\n', index)) {
      rows.at(-1)?.push(cell);
      cell = '';
      if (character !== ',') {
        index += 1;
        rows.push([]);
      }
    } else cell += character;
  }
  return rows.slice(0, -1);
}

test('whatever a reference holds, it reads back as it was, with an apostrophe where a formula would begin', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('=', '"', ',', '\r', '\n', '\t', 'a', '@', '-', "'") }),
      (reference) => {
        const [, row] = readCsv(toCsv(reconciliationOf({ ...missing, orderReference: reference })));
        const read = row?.[2] ?? '';
        expect(row).toHaveLength(11);
        expect([reference, `'${reference}`]).toContain(read);
        expect(read).not.toMatch(/^[=+\-@\t\r\n]/);
      },
    ),
  );
});

test('as JSON it is whole, plan included', () => {
  const reconciliation = reconciliationOf(missing);
  expect(JSON.parse(toJson(reconciliation))).toEqual(reconciliation);
});
