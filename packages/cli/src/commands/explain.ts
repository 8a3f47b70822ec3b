/** `explain`: the story of an order, to be read aloud to a customer. */
import type { ExplainedOrder, Explanation } from '@clarus-klaviyo/sync';
import type { Command } from '../command/command.js';
import { defineCommand, reply } from '../command/command.js';
import { EXIT } from '../command/exit-codes.js';
import { JSON_OPTION, SERVICE_OPTIONS } from '../command/options.js';
import { shortInstant, table, wrappedTable } from '../command/table.js';
import { withOperations } from '../service/open-operations.js';

export const explain: Command = defineCommand({
  name: 'explain',
  about:
    'What came, what was read, what was decided and why, what was sent, and what is waited for. Times are UTC. Exit code 1 when nothing of that name was ever seen.',
  operands: [{ name: 'reference', help: 'the order’s reference in Clarus, e.g. SO-1001' }],
  options: { ...SERVICE_OPTIONS, ...JSON_OPTION },
  examples: [
    ['SO-1001', 'why did (or did not) this customer hear something?'],
    ['SO-1001 --json', 'the same for a help-desk tool'],
  ],
  run: (invocation) =>
    withOperations(invocation, async ({ operations }) => {
      const [reference = ''] = invocation.operands;
      const explanation = await operations.explain({ reference });
      reply(invocation, explanation, explanationText);
      return explanation.orders.length === 0 ? EXIT.wrong : EXIT.fine;
    }),
});

export function explanationText({ reference, orders }: Explanation): string {
  if (orders.length === 0) {
    return `Nothing called “${reference}” was ever seen. Is it the reference in Clarus? Shops often show another one.`;
  }
  return orders.map(orderText).join('\n\n');
}

function orderText(order: ExplainedOrder): string {
  const { orderId, reference, account, statusCode, readAt, customer, timeline, waiting, findings } = order;
  const parts = [
    `Order ${reference} (id ${orderId})`,
    table([
      ['status', `${statusCode ?? 'unknown'}, read ${shortInstant(readAt)}`],
      ['customer', customer ?? 'unknown: nobody can be told'],
      ['account', account ?? 'none speaks for it'],
    ]),
    timelineText(timeline),
    ...(waiting.length === 0
      ? []
      : [
          `Waiting for\n${wrappedTable(waiting.map(({ sentence, until }) => [until === null ? '' : `until ${shortInstant(until)}`, sentence]))}`,
        ]),
    ...(findings.length === 0
      ? []
      : [`Worth knowing\n${wrappedTable(findings.map((each) => [each.class, each.sentence]))}`]),
  ];
  return parts.join('\n\n');
}

/** The day once, then the times of that day. */
function timelineText(timeline: ExplainedOrder['timeline']): string {
  if (timeline.length === 0) return 'Nothing has happened yet.';
  const byDay = Map.groupBy(timeline, ({ at }) => at.slice(0, 10));
  const width = Math.max(...timeline.map(({ kind }) => kind.length));
  return [...byDay]
    .map(([day, entries]) => {
      const rows = entries.map(({ at, kind, sentence }) => [at.slice(11, 19), kind.padEnd(width), sentence]);
      return `${day}\n${wrappedTable(rows)}`;
    })
    .join('\n');
}
