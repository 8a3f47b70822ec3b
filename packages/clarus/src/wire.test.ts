import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ClarusDecodeError } from './errors.js';
import { decode, id, optionalInstant, quantity, shapeOf } from './wire.js';

test.each([
  ['2026-03-11', '2026-03-11'],
  ['2026-03-10T08:00:00Z', '2026-03-10T08:00:00.000Z'],
  ['2023-11-09T10:06:36.593+00:00', '2023-11-09T10:06:36.593Z'],
  ['2024-07-17T14:30:16.787+01:00', '2024-07-17T13:30:16.787Z'],
  ['2024-07-17 14:30:16 UTC', '2024-07-17T14:30:16.000Z'],
  ['2024-07-17 14:30:16 +0100', '2024-07-17T13:30:16.000Z'],
  ['', null],
  [null, null],
])('the date %s reads as %s', (wire, expected) => {
  expect(decode(optionalInstant, wire, 'at')).toBe(expected);
});

test.each(['2026-02-31', '2026-02-31T10:00:00Z', '2026-03-10T08:00:00', '17/07/2024 14:30', 'soon', 5, {}])(
  'the date %j is refused rather than guessed',
  (wire) => {
    expect(() => decode(optionalInstant, wire, 'at')).toThrow(ClarusDecodeError);
  },
);

test('an instant keeps its meaning in whatever zone it is written', () => {
  const instants = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(instants, fc.integer({ min: -11, max: 12 }), (at, hours) => {
      const local = new Date(at.getTime() + hours * 3_600_000).toISOString().slice(0, -1);
      const zone = `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`;
      expect(decode(optionalInstant, local + zone, 'at')).toBe(at.toISOString());
    }),
  );
});

test('ids and quantities read the same as numbers and as text', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0 }), (value) => {
      expect(decode(id, value, 'id')).toBe(decode(id, String(value), 'id'));
      expect(decode(quantity, value / 2, 'q')).toBe(value / 2);
      expect(decode(quantity, `${value}.5`, 'q')).toBe(value + 0.5);
    }),
  );
});

test('what is found is told by its shape alone', () => {
  expect(
    [undefined, null, 'Jane', 5, true, [1, 2], { id: 1, 'jane@example.org': 2 }, { Jane: 1 }].map(shapeOf),
  ).toEqual(['nothing', 'null', 'text of 4', 'number', 'boolean', 'list of 2', 'object with id', 'object']);
});
