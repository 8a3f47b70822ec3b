/** Differences for a spreadsheet: the Clarus status beside what the ledger and Klaviyo say. Pure. */
import type { Difference } from '@clarus-klaviyo/sync';

const COLUMNS: readonly (readonly [string, (difference: Difference) => string | null])[] = [
  ['class', (each) => each.class],
  ['account', (each) => each.account],
  ['order', (each) => each.orderReference],
  ['metric', (each) => each.metric],
  ['clarus_status', (each) => each.clarusStatus],
  ['ledger_status', (each) => each.ledgerStatus],
  ['true_at', (each) => each.trueAt],
  ['told_at', (each) => each.toldAt],
  ['in_klaviyo_at', (each) => each.inKlaviyoAt],
  ['event_id', (each) => each.eventId],
  ['sentence', (each) => each.sentence],
];

/** RFC 4180, with a byte order mark: without it Excel reads UTF-8 as something else. */
export function differencesCsv(differences: readonly Difference[]): string {
  const header = COLUMNS.map(([name]) => name);
  const rows = differences.map((difference) => COLUMNS.map(([, read]) => cell(read(difference))));
  return `\uFEFF${[header, ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`;
}

/** An order reference is typed by people: what a spreadsheet would run as a formula is made plain text. */
function cell(value: string | null): string {
  const text = value === null ? '' : /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
