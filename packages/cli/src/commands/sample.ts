/** `sample`: something to build a flow with, before the first parcel leaves. */
import type { SampleResult } from '@clarus-klaviyo/sync';
import type { Command } from '../command/command.js';
import { defineCommand, reply } from '../command/command.js';
import { isAgreed } from '../command/consent.js';
import { UsageError } from '../command/errors.js';
import { EXIT } from '../command/exit-codes.js';
import { CONSENT_OPTIONS, DO_IT, JSON_OPTION, SERVICE_OPTIONS } from '../command/options.js';
import { table } from '../command/table.js';
import { given, required } from '../command/values.js';
import { withOperations } from '../service/open-operations.js';

export const sample: Command = defineCommand({
  name: 'sample',
  about:
    'Sends one example event per metric to one address: your own. Klaviyo then knows the metrics and their properties, and a flow can be built and previewed. They are live events: a flow that is already on will write to that address. It also proves that the key may write. Klaviyo drops events for addresses at example.com and test.com in silence.',
  options: {
    to: { type: 'string', value: 'address', help: 'an e-mail address of yours' },
    account: { type: 'string', value: 'name', help: 'the Klaviyo account, where there are several' },
    metric: { type: 'string', value: 'name', help: 'only this metric; may be repeated', isMultiple: true },
    ...CONSENT_OPTIONS,
    ...SERVICE_OPTIONS,
    ...JSON_OPTION,
  },
  examples: [
    ['--to you@shop.example --yes', 'one event of every metric that is on'],
    ['--to you@shop.example --metric "Fulfilled Shipment" --yes', 'one event of one metric'],
  ],
  run: (invocation) =>
    withOperations(invocation, async ({ operations }) => {
      const { account, metric: metrics } = invocation.values;
      const to = required('--to', invocation.values.to, 'an e-mail address of yours');
      if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(to)) throw new UsageError('--to must be an e-mail address.', '--to');
      const some = metrics.length === 0 ? {} : { metrics };
      if (!isAgreed(invocation.values)) {
        const what = metrics.length === 0 ? 'every metric that is on' : metrics.map((name) => `“${name}”`).join(', ');
        reply(invocation, { dryRun: true, plan: { ...given({ account }), ...some } }, () =>
          [`Would send one live event of ${what} to that address.`, DO_IT].join('\n'),
        );
        return EXIT.fine;
      }
      reply(invocation, await operations.sample({ to, ...given({ account }), ...some }), sampleText);
      return EXIT.fine;
    }),
});

function sampleText({ account, to, sent }: SampleResult): string {
  const rows = sent.map(({ metric, eventId }) => [metric, eventId]);
  return `Sent to ${to}, account ${account}:\n${table(rows)}\nKlaviyo shows them within a minute or two, under Analytics → Metrics.`;
}
