/** `pause`: stops sending, and says what is stopped. */
import type { PauseView } from '@clarus-klaviyo/sync';
import type { Command } from '../command/command.js';
import { defineCommand, reply } from '../command/command.js';
import { isAgreed } from '../command/consent.js';
import { UsageError } from '../command/errors.js';
import { EXIT } from '../command/exit-codes.js';
import { CONSENT_OPTIONS, DO_IT, JSON_OPTION, SERVICE_OPTIONS } from '../command/options.js';
import { shortInstant, table } from '../command/table.js';
import { given } from '../command/values.js';
import { withOperations } from '../service/open-operations.js';

export const pause: Command = defineCommand({
  name: 'pause',
  about:
    'Nothing is sent for an account, or for one metric of it, until you resume. Webhooks are taken and decisions made meanwhile: nothing is lost, and what has grown too old by then goes onto timelines without starting a flow. Without --account it lists what is paused.',
  options: {
    account: { type: 'string', value: 'name', help: 'the Klaviyo account, as the policy file names it' },
    metric: { type: 'string', value: 'name', help: 'only this metric, e.g. "Fulfilled Shipment"' },
    reason: { type: 'string', value: 'text', help: 'for whoever finds it paused' },
    by: { type: 'string', value: 'name', help: 'who pauses it' },
    ...CONSENT_OPTIONS,
    ...SERVICE_OPTIONS,
    ...JSON_OPTION,
  },
  examples: [
    ['', 'lists what is paused'],
    ['--account brand --reason "flow rebuilt" --yes', 'stops everything of one account'],
    ['--account brand --metric "Fulfilled Shipment" --yes', 'stops one metric'],
  ],
  run: (invocation) =>
    withOperations(invocation, async ({ operations }) => {
      const { account, metric, reason, by } = invocation.values;
      const isDoing = isAgreed(invocation.values);
      if (account === null) {
        if (isDoing || metric !== null) throw new UsageError('--account is needed: the one to pause.', '--account');
        reply(invocation, await operations.pauses(), pausesText);
        return EXIT.fine;
      }
      if (isDoing) {
        const view = await operations.pause({ account, ...given({ metric, reason, by }) });
        reply(invocation, view, (one) => pausesText([one]));
      } else {
        const paused = metric === null ? 'everything' : `“${metric}”`;
        reply(invocation, { dryRun: true, plan: { account, ...given({ metric, reason, by }) } }, () =>
          [`Would stop sending ${paused} of ${account} until it is resumed.`, DO_IT].join('\n'),
        );
      }
      return EXIT.fine;
    }),
});

export function pausesText(pauses: readonly PauseView[]): string {
  if (pauses.length === 0) return 'Nothing is paused.';
  const rows = pauses.map(({ account, metric, since, by, reason }) => [
    account,
    metric ?? 'everything',
    `since ${shortInstant(since)}`,
    [by === null ? '' : `by ${by}`, reason ?? ''].filter((part) => part !== '').join(': '),
  ]);
  return `Paused:\n${table(rows)}`;
}
