/** `status`: one look at a running service. */
import type { Health, PauseView } from '@clarus-klaviyo/sync';
import type { Command } from '../command/command.js';
import { defineCommand, reply } from '../command/command.js';
import { EXIT } from '../command/exit-codes.js';
import { JSON_OPTION, SERVICE_OPTIONS } from '../command/options.js';
import { counted, table } from '../command/table.js';
import { withOperations } from '../service/open-operations.js';
import { pausesText } from './pause.js';

interface Status {
  readonly health: Health;
  readonly pauses: readonly PauseView[];
}

export const status: Command = defineCommand({
  name: 'status',
  about:
    'Is it healthy, what waits, how long has it waited, what is paused, which incidents are open. Exit code 1 when something needs a person.',
  options: { ...SERVICE_OPTIONS, ...JSON_OPTION },
  examples: [
    ['', 'of the service at CLARUS_KLAVIYO_URL'],
    ['--json', 'the same for a monitor'],
  ],
  run: (invocation) =>
    withOperations(invocation, async ({ operations }) => {
      const [health, pauses] = await Promise.all([operations.health(), operations.pauses()]);
      reply(invocation, { health, pauses }, statusText);
      return health.status === 'ok' ? EXIT.fine : EXIT.wrong;
    }),
});

function statusText({ health, pauses }: Status): string {
  const { status, mode, liveFrom, backlog, oldestPendingSeconds, delivered, withheld, dead, parked, incidents } =
    health;
  const waited =
    oldestPendingSeconds === null ? '' : `, the oldest for ${oldestPendingSeconds.toLocaleString('en-GB')} s`;
  const open = Object.entries(incidents).map(([name, count]) => `${name} (${count})`);
  return [
    table([
      ['status', status === 'ok' ? 'ok: work flows' : 'degraded: something needs a person'],
      ['mode', mode === 'shadow' ? 'shadow: everything is decided, nothing is sent' : `live since ${liveFrom}`],
      ['waiting', `${backlog.webhooks} webhooks, ${backlog.reads} reads, ${backlog.messages} messages${waited}`],
      ['messages', `${counted(delivered, 'delivered', 'delivered')}, ${dead} dead, ${withheld} withheld`],
      ['parked', counted(parked, 'webhook')],
      ['incidents', open.length === 0 ? 'none open' : open.join(', ')],
    ]),
    pausesText(pauses),
  ].join('\n\n');
}
