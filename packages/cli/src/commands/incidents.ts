/** `incidents`: what needs a person, and who it is. */
import type { IncidentView, Operations } from '@clarus-klaviyo/sync';
import type { Command } from '../command/command.js';
import { defineCommand, reply } from '../command/command.js';
import { UsageError } from '../command/errors.js';
import { EXIT } from '../command/exit-codes.js';
import { JSON_OPTION, SERVICE_OPTIONS } from '../command/options.js';
import { counted, shortInstant, wrappedTable } from '../command/table.js';
import { given, instantOf, required } from '../command/values.js';
import { WIDTH, wrapped } from '../command/wrapped.js';
import { withOperations } from '../service/open-operations.js';

const SIGNS: Readonly<Record<IncidentView['severity'], string>> = { error: '✘', warning: '!', info: '·' };

export const incidents: Command = defineCommand({
  name: 'incidents',
  about:
    'Lists open incidents, each with its owner and what to do; most close themselves when their cause is gone. Assigning, noting and resolving change nothing but the incident itself, so they are done at once. Exit code of the list: 1 while an incident of severity error is open.',
  operands: [
    { name: 'action', help: 'list (default), assign, note or resolve', isOptional: true },
    { name: 'id', help: 'of the incident, as listed in brackets; in quotes where it has spaces', isOptional: true },
  ],
  options: {
    class: { type: 'string', value: 'name', help: 'list: only this class, e.g. metric-name-clash' },
    'closed-since': { type: 'string', value: 'when', help: 'list: also those closed since then, e.g. 7d' },
    to: { type: 'string', value: 'name', help: 'assign: to whom; "" for nobody' },
    text: { type: 'string', value: 'text', help: 'note, resolve: what to write down' },
    by: { type: 'string', value: 'name', help: 'note, resolve: who says so' },
    ...SERVICE_OPTIONS,
    ...JSON_OPTION,
  },
  examples: [
    ['', 'what is open'],
    ['assign "identity-missing/SO-1001" --to dana', 'somebody takes it'],
    ['note "identity-missing/SO-1001" --text "asked the carrier" --by dana', 'what was found out'],
    ['resolve "identity-missing/SO-1001" --by dana', 'closes it; it comes back if its cause does'],
  ],
  run: (invocation) =>
    withOperations(invocation, async ({ operations }) => {
      const [action = 'list', id] = invocation.operands;
      const { values, io } = invocation;
      if (action === 'list') {
        const since = values['closed-since'];
        const closedSince = since === null ? null : instantOf('--closed-since', since, io.now());
        const list = await operations.incidents.list(given({ class: values.class, closedSince }));
        reply(invocation, list, incidentsText);
        return list.some(({ severity, closedAt }) => severity === 'error' && closedAt === null)
          ? EXIT.wrong
          : EXIT.fine;
      }
      reply(invocation, await change(operations, action, id ?? null, values), incidentText);
      return EXIT.fine;
    }),
});

function change(
  { incidents: book }: Operations,
  action: string,
  id: string | null,
  { to, text, by }: Readonly<Record<'to' | 'text' | 'by', string | null>>,
): Promise<IncidentView> {
  const known = required('<id>', id, 'which incident; clarus-klaviyo incidents lists them');
  switch (action) {
    case 'assign':
      if (to === null) throw new UsageError('--to is needed: a name, or "" for nobody.', '--to');
      return book.assign({ id: known, to: to === '' ? null : to });
    case 'note':
      return book.note({ id: known, text: required('--text', text, 'what to write down'), ...given({ by }) });
    case 'resolve':
      return book.resolve({ id: known, ...given({ text, by }) });
    default:
      throw new UsageError(`"${action}" is not among list, assign, note and resolve.`, 'action');
  }
}

export function incidentsText(list: readonly IncidentView[]): string {
  if (list.length === 0) return 'No incidents.';
  const open = list.filter(({ closedAt }) => closedAt === null);
  return [...list.map(incidentText), `${counted(open.length, 'open incident')}.`].join('\n\n');
}

function incidentText(incident: IncidentView): string {
  const { id, title, sentence, severity, owner, secondOwner, assignee, action, firstSeen, lastSeen, count } = incident;
  const rows = [
    ['do', action],
    ['owner', `${owner}, then ${secondOwner}${assignee === null ? '' : `; taken by ${assignee}`}`],
    ['seen', `${counted(count, 'time')}, ${shortInstant(firstSeen)} to ${shortInstant(lastSeen)}`],
    ...(incident.escalateAt === null ? [] : [['escalates', shortInstant(incident.escalateAt)]]),
    ...(incident.closedAt === null
      ? []
      : [['closed', `${shortInstant(incident.closedAt)}, ${incident.closedBy ?? ''}`]]),
    ...incident.notes.map(({ at, by, text }) => ['note', `${shortInstant(at)} ${by === null ? '' : `${by}: `}${text}`]),
    ['runbook', incident.runbook],
  ];
  return `${SIGNS[severity]} [${id}] ${title} (${incident.class}, ${incident.subject})\n  ${wrapped(sentence, WIDTH - 2, '  ')}\n${wrappedTable(rows, '    ')}`;
}
