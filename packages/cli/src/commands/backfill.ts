/** `backfill`: history onto timelines. */
import type { BackfillResult } from '@clarus-klaviyo/sync';
import type { Command } from '../command/command.js';
import { defineCommand, reply } from '../command/command.js';
import { isAgreed } from '../command/consent.js';
import { EXIT } from '../command/exit-codes.js';
import { CONSENT_OPTIONS, DO_IT, JSON_OPTION, PROGRESS_OPTION, SERVICE_OPTIONS } from '../command/options.js';
import { createProgressLine } from '../command/progress.js';
import { counted, table } from '../command/table.js';
import { given, instantOf, required } from '../command/values.js';
import { withOperations } from '../service/open-operations.js';
import { WAITS_FOR_SERVICE } from '../service/own-file-note.js';

export const backfill: Command = defineCommand({
  name: 'backfill',
  about:
    'Puts what happened before the first start onto Klaviyo timelines, so that segments know it. Every event is marked as history: no flow starts, nobody is written to. Orders that were told something live are left as they are. Running it again adds nothing.',
  options: {
    from: { type: 'string', value: 'when', help: 'orders since then: a date, or how long ago, e.g. 90d' },
    account: { type: 'string', value: 'name', help: 'only this Klaviyo account' },
    ...CONSENT_OPTIONS,
    ...PROGRESS_OPTION,
    ...SERVICE_OPTIONS,
    ...JSON_OPTION,
  },
  examples: [
    ['--from 90d', 'how many events that would be'],
    ['--from 2026-01-01 --account brand --yes', 'does it for one account'],
  ],
  run: (invocation) =>
    withOperations(invocation, async ({ operations, isOwnFile }) => {
      const { values, io } = invocation;
      const from = instantOf('--from', required('--from', values.from, 'how far back, e.g. 90d'), io.now());
      const isDoing = isAgreed(values);
      const { onProgress, end } = createProgressLine(io, values.progress);
      const result = await operations
        .backfill(
          { from, ...given({ account: values.account }), dryRun: !isDoing },
          { signal: io.signalOfInterrupt(), onProgress },
        )
        .finally(end);
      reply(invocation, result, (one) => `${backfillText(one)}${isOwnFile && isDoing ? `\n${WAITS_FOR_SERVICE}` : ''}`);
      return EXIT.fine;
    }),
});

function backfillText({ dryRun, orders, events, skipped }: BackfillResult): string {
  const rows = Object.entries(events).map(([metric, count]) => [metric, counted(count, 'event')]);
  return [
    `${counted(orders, 'order')}${dryRun ? ' would be' : ''} put onto timelines, ${skipped} left as they are.`,
    ...(rows.length === 0 ? [] : [table(rows)]),
    ...(dryRun ? [DO_IT] : []),
  ].join('\n');
}
