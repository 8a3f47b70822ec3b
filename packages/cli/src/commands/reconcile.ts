/** `reconcile`: three columns, and where they differ. */
import { writeFile } from 'node:fs/promises';
import type { Difference, Reconciliation } from '@clarus-klaviyo/sync';
import type { Command } from '../command/command.js';
import { defineCommand, reply } from '../command/command.js';
import { UsageError } from '../command/errors.js';
import { EXIT } from '../command/exit-codes.js';
import { JSON_OPTION, PROGRESS_OPTION, SERVICE_OPTIONS } from '../command/options.js';
import { createProgressLine } from '../command/progress.js';
import { counted, shortInstant, table } from '../command/table.js';
import { given, instantOf } from '../command/values.js';
import { withOperations } from '../service/open-operations.js';

const SHOWN = 20;

export const reconcile: Command = defineCommand({
  name: 'reconcile',
  about:
    'Reads orders back from Clarus and events back from Klaviyo, and lays both beside what was sent. Changes nothing. What a repair would do can be kept as a plan, read, and done with: clarus-klaviyo repair --plan <file> --yes. Exit code 1 when anything is missing, extra, late or different.',
  options: {
    from: { type: 'string', value: 'when', help: 'a date, an instant, or how long ago. Default: 7d' },
    to: { type: 'string', value: 'when', help: 'likewise. Default: now' },
    account: { type: 'string', value: 'name', help: 'only this Klaviyo account' },
    csv: { type: 'string', value: 'file', help: 'writes every difference there, for a spreadsheet' },
    plan: { type: 'string', value: 'file', help: 'writes the plan of the repair there' },
    ...PROGRESS_OPTION,
    ...SERVICE_OPTIONS,
    ...JSON_OPTION,
  },
  examples: [
    ['', 'the last seven days'],
    ['--from 2026-03-01 --to 2026-04-01 --csv march.csv', 'a month for finance: Clarus status beside what was told'],
    ['--from 2d --plan plan.json', 'keeps what a repair would do'],
  ],
  run: (invocation) =>
    withOperations(invocation, async ({ operations }) => {
      const { values, io } = invocation;
      const from = instantOf('--from', values.from ?? '7d', io.now());
      const to = values.to === null ? new Date(io.now()).toISOString() : instantOf('--to', values.to, io.now());
      if (from >= to) throw new UsageError('--from must lie before --to.', '--from');
      const { onProgress, end } = createProgressLine(io, values.progress);
      const result = await operations
        .reconcile({ from, to, ...given({ account: values.account }) }, { signal: io.signalOfInterrupt(), onProgress })
        .finally(end);
      if (values.csv !== null) await write('--csv', values.csv, await csvOf(result));
      if (values.plan !== null) await write('--plan', values.plan, `${JSON.stringify(result.plan, null, 2)}\n`);
      reply(invocation, result, reconciliationText);
      const { missing, extra, late, different } = result.counts;
      return missing + extra + late + different === 0 ? EXIT.fine : EXIT.wrong;
    }),
});

async function csvOf(result: Reconciliation): Promise<string> {
  const { toCsv } = await import('@clarus-klaviyo/sync');
  // Without the mark, Excel reads UTF-8 as something else.
  return `\uFEFF${toCsv(result)}`;
}

async function write(option: string, path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new UsageError(`${option}: the file cannot be written (${reason}).`, option);
  }
}

export function reconciliationText(result: Reconciliation): string {
  const { from, to, orders, told, inKlaviyo, matched, counts, differences, plan } = result;
  const byClass = Object.entries(counts).filter(([, count]) => count > 0);
  const steps = plan.steps.length;
  return [
    `${shortInstant(from)} to ${shortInstant(to)} UTC`,
    table([
      ['orders in Clarus', orders.toLocaleString('en-GB')],
      ['events told', told.toLocaleString('en-GB')],
      ['events in Klaviyo', inKlaviyo.toLocaleString('en-GB')],
      ['matched', matched.toLocaleString('en-GB')],
      ...byClass.map(([name, count]) => [name, count.toLocaleString('en-GB')]),
    ]),
    ...(differences.length === 0 ? ['No differences.'] : [differencesText(differences)]),
    steps === 0 ? 'Nothing to repair.' : `A repair would take ${counted(steps, 'step')}: --plan <file> keeps them.`,
  ].join('\n\n');
}

function differencesText(differences: readonly Difference[]): string {
  const rows = differences
    .slice(0, SHOWN)
    .map((each) => [each.class, each.orderReference ?? '–', each.metric, each.sentence]);
  const rest = differences.length - rows.length;
  return `${table(rows)}${rest === 0 ? '' : `\n  … and ${rest.toLocaleString('en-GB')} more: --csv <file> has them all.`}`;
}
