/** `replay`: a second chance for what died or was not understood. */
import type { ReplayResult } from '@clarus-klaviyo/sync';
import type { Command } from '../command/command.js';
import { defineCommand, reply } from '../command/command.js';
import { isAgreed } from '../command/consent.js';
import { UsageError } from '../command/errors.js';
import { EXIT } from '../command/exit-codes.js';
import { CONSENT_OPTIONS, DO_IT, JSON_OPTION, SERVICE_OPTIONS } from '../command/options.js';
import { counted, table } from '../command/table.js';
import { given } from '../command/values.js';
import { withOperations } from '../service/open-operations.js';
import { WAITS_FOR_SERVICE } from '../service/own-file-note.js';

export const replay: Command = defineCommand({
  name: 'replay',
  about:
    'Puts dead messages back on their way, with the same id and body, and parked webhooks back into the queue. Each is judged for lateness afresh: what came true too long ago goes onto the timeline and starts no flow. Without a filter: everything.',
  options: {
    account: { type: 'string', value: 'name', help: 'only of this Klaviyo account' },
    order: { type: 'string', value: 'reference', help: 'only of this order' },
    reason: { type: 'string', value: 'code', help: 'only what died of this, e.g. klaviyo_request' },
    id: { type: 'string', value: 'event id', help: 'only this message; may be repeated', isMultiple: true },
    dead: { type: 'boolean', help: 'only dead messages' },
    parked: { type: 'boolean', help: 'only parked webhooks' },
    ...CONSENT_OPTIONS,
    ...SERVICE_OPTIONS,
    ...JSON_OPTION,
  },
  examples: [
    ['', 'what would be replayed'],
    ['--parked --yes', 'after CLARUS_AUTOMATIONS was completed'],
    ['--account brand --reason klaviyo_request --yes', 'after the cause was mended'],
  ],
  run: (invocation) =>
    withOperations(invocation, async ({ operations, isOwnFile }) => {
      const { account, order: orderReference, reason, id: ids, dead, parked } = invocation.values;
      if (dead && parked)
        throw new UsageError('--dead and --parked together are everything: leave both out.', '--dead');
      const isDoing = isAgreed(invocation.values);
      const result = await operations.replay({
        ...given({ account, orderReference, reason, what: dead ? 'dead' : parked ? 'parked' : null }),
        ...(ids.length === 0 ? {} : { ids }),
        dryRun: !isDoing,
      });
      reply(invocation, result, (one) => `${replayText(one)}${isOwnFile && isDoing ? `\n${WAITS_FOR_SERVICE}` : ''}`);
      return EXIT.fine;
    }),
});

function replayText({ dryRun, live, silent, parked, skipped }: ReplayResult): string {
  const rows = [
    ['live', `${counted(live, 'message')}, as if they had never died`],
    ['silent', `${counted(silent, 'message')}, too late for a flow: onto timelines only`],
    ['parked', counted(parked, 'webhook')],
    ['skipped', counted(skipped, 'message')],
  ];
  return `${dryRun ? 'Would go back on their way:' : 'Back on their way:'}\n${table(rows)}${dryRun ? `\n${DO_IT}` : ''}`;
}
