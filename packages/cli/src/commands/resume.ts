/** `resume`: sends again what was paused. */
import type { Command } from '../command/command.js';
import { defineCommand, reply } from '../command/command.js';
import { isAgreed } from '../command/consent.js';
import { EXIT } from '../command/exit-codes.js';
import { CONSENT_OPTIONS, DO_IT, JSON_OPTION, SERVICE_OPTIONS } from '../command/options.js';
import { counted, shortInstant } from '../command/table.js';
import { given, instantOf, required } from '../command/values.js';
import { withOperations } from '../service/open-operations.js';

export const resume: Command = defineCommand({
  name: 'resume',
  about:
    'Sends again what was paused, in the order in which it was decided. With --discard-older-than, messages that were decided before that instant are given up instead: they end as dead, and replay can bring them back.',
  options: {
    account: { type: 'string', value: 'name', help: 'the Klaviyo account that was paused' },
    metric: { type: 'string', value: 'name', help: 'the metric, if only one was paused' },
    'discard-older-than': { type: 'string', value: 'when', help: 'give up what is older: an instant, or e.g. 36h' },
    ...CONSENT_OPTIONS,
    ...SERVICE_OPTIONS,
    ...JSON_OPTION,
  },
  examples: [
    ['--account brand --yes', 'sends everything that waits'],
    ['--account brand --discard-older-than 2d --yes', 'gives up what is older than two days'],
  ],
  run: (invocation) =>
    withOperations(invocation, async ({ operations }) => {
      const { values, io } = invocation;
      const account = required('--account', values.account, 'the one to resume');
      const { metric, 'discard-older-than': limit } = values;
      const discardOlderThan = limit === null ? null : instantOf('--discard-older-than', limit, io.now());
      const request = { account, ...given({ metric, discardOlderThan }) };
      if (!isAgreed(values)) {
        const discards =
          discardOlderThan === null ? '' : `, and give up what is older than ${shortInstant(discardOlderThan)} UTC`;
        reply(invocation, { dryRun: true, plan: request }, () =>
          [`Would send again ${metric === null ? 'everything' : `“${metric}”`} of ${account}${discards}.`, DO_IT].join(
            '\n',
          ),
        );
        return EXIT.fine;
      }
      reply(invocation, await operations.resume(request), ({ resumed, discarded }) =>
        resumed
          ? `Resumed. ${counted(discarded, 'message')} given up.`
          : `Nothing was paused there. ${counted(discarded, 'message')} given up.`,
      );
      return EXIT.fine;
    }),
});
