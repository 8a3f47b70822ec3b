/** A reconciliation as files that finance opens: what Clarus says beside what the customer was told. */
import type { Difference, Reconciliation } from '../operations.js';

const COLUMNS: readonly (readonly [string, (difference: Difference) => string | null])[] = [
  ['Difference', (one) => one.class],
  ['Brand', (one) => one.account],
  ['Order', (one) => one.orderReference],
  ['Status in Clarus', (one) => one.clarusStatus],
  ['Customer was told', (one) => one.metric],
  ['Status in the ledger', (one) => one.ledgerStatus],
  ['True at', (one) => one.trueAt],
  ['Told at', (one) => one.toldAt],
  ['In Klaviyo at', (one) => one.inKlaviyoAt],
  ['What it means', (one) => one.sentence],
  ['Event id', (one) => one.eventId],
];

/** Spreadsheets take a cell that begins so for a formula, and orders' references come from outside. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * RFC 4180: a header, one line per difference, CRLF, quoted where needed, in UTF-8 without a mark. A text that a
 * spreadsheet would run as a formula gets an apostrophe in front.
 */
export function toCsv({ differences }: Reconciliation): string {
  const lines = [
    COLUMNS.map(([title]) => toCell(title)),
    ...differences.map((difference) => COLUMNS.map(([, read]) => toCell(read(difference) ?? ''))),
  ];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

/** The whole of it, plan included: what `repair` takes later. */
export function toJson(reconciliation: Reconciliation): string {
  return `${JSON.stringify(reconciliation, null, 2)}\n`;
}

function toCell(value: string): string {
  const harmless = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
