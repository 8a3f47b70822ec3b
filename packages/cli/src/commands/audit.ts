/** `audit`: where shop, warehouse and Klaviyo do not meet, for somebody who runs the business. */
import type { Audit, AuditGap } from '@clarus-klaviyo/sync';
import type { Command } from '../command/command.js';
import { defineCommand, reply } from '../command/command.js';
import { UsageError } from '../command/errors.js';
import { EXIT } from '../command/exit-codes.js';
import { JSON_OPTION, PROGRESS_OPTION, SERVICE_OPTIONS } from '../command/options.js';
import { createProgressLine } from '../command/progress.js';
import { counted, shortInstant, table } from '../command/table.js';
import { instantOf } from '../command/values.js';
import { withOperations } from '../service/open-operations.js';

/** What each gap means, once for all of its kind. `null`: it happens, and is nobody's mistake. */
const TITLES: Readonly<Record<AuditGap['kind'], readonly [title: string, isMistake: boolean]>> = {
  'sku-unmapped': ['Products that Klaviyo’s catalogue does not know: no stock, no back-in-stock', true],
  'ship-method-unmapped': ['Shipping methods without a name or tracking link: customers read a code', true],
  'order-without-email': ['Orders without an e-mail address: nobody was told', true],
  'return-without-order': ['Returns that name no order: nobody was told', true],
  'automation-missing': ['Webhooks that Clarus does not send: news comes late, by the sweep', true],
  'order-short': ['Orders that were shipped short', false],
  'order-edited': ['Orders that were changed after they were placed', false],
};

const SHOWN = 10;

export const audit: Command = defineCommand({
  name: 'audit',
  about:
    'Gaps between the shop, the warehouse and Klaviyo, with what each means for customers, and how long news takes from the warehouse floor to Klaviyo. Changes nothing. Exit code 1 when there is a gap that somebody can close.',
  options: {
    from: { type: 'string', value: 'when', help: 'a date, an instant, or how long ago. Default: 30d' },
    to: { type: 'string', value: 'when', help: 'likewise. Default: now' },
    ...PROGRESS_OPTION,
    ...SERVICE_OPTIONS,
    ...JSON_OPTION,
  },
  examples: [
    ['', 'the last thirty days'],
    ['--from 2026-03-01 --to 2026-04-01 --json', 'a month, for a report'],
  ],
  run: (invocation) =>
    withOperations(invocation, async ({ operations }) => {
      const { values, io } = invocation;
      const from = instantOf('--from', values.from ?? '30d', io.now());
      const to = values.to === null ? new Date(io.now()).toISOString() : instantOf('--to', values.to, io.now());
      if (from >= to) throw new UsageError('--from must lie before --to.', '--from');
      const { onProgress, end } = createProgressLine(io, values.progress);
      const result = await operations.audit({ from, to }, { signal: io.signalOfInterrupt(), onProgress }).finally(end);
      reply(invocation, result, auditText);
      return result.gaps.some(({ kind }) => TITLES[kind]?.[1] === true) ? EXIT.wrong : EXIT.fine;
    }),
});

export function auditText({ from, to, orders, gaps, lag }: Audit): string {
  const byKind = Map.groupBy(gaps, ({ kind }) => kind);
  const seconds = (value: number): string => `${value.toLocaleString('en-GB', { maximumFractionDigits: 1 })} s`;
  return [
    `${counted(orders, 'order')}, ${shortInstant(from)} to ${shortInstant(to)} UTC`,
    ...(gaps.length === 0 ? ['No gaps.'] : [...byKind].map(([kind, some]) => gapsText(kind, some))),
    ...(lag.length === 0
      ? []
      : [
          `From one step to the next\n${table([
            ['step', 'median', '95 of 100', 'worst', 'count'],
            ...lag.map((each) => [
              each.step,
              seconds(each.median),
              seconds(each.p95),
              seconds(each.max),
              `${each.count}`,
            ]),
          ])}`,
        ]),
  ].join('\n\n');
}

function gapsText(kind: AuditGap['kind'], gaps: readonly AuditGap[]): string {
  const sorted = gaps.toSorted((left, right) => right.count - left.count);
  const rows = sorted.slice(0, SHOWN).map((gap) => [gap.subject, `${gap.count}×`, gap.sentence]);
  const rest = sorted.length - rows.length;
  return `${TITLES[kind]?.[0] ?? kind} (${gaps.length})\n${table(rows)}${rest === 0 ? '' : `\n  … and ${rest} more: --json has them all.`}`;
}
