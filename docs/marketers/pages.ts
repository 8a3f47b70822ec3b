/**
 * The pages about metrics and profile properties, as text: every name, meaning and default is from the mapping's own
 * tables, every example of a whole event was made by the real mapping from a story.
 */
import { definePolicy, type EventMessage, type ProfileMessage } from '@clarus-klaviyo/mapping';
import {
  FLAGS,
  METRICS,
  type MemberReference,
  type MetricReference,
  PROPERTIES,
  type PropertyReference,
} from '@clarus-klaviyo/mapping/reference';
import { beginSession, takeAll } from '../playground/session.js';
import { STORIES } from '../stories/stories.js';
import { USES } from './uses.js';

export interface Page {
  /** Below `docs/`. */
  readonly path: string;
  readonly text: string;
}

interface Told<Message> {
  readonly story: string;
  readonly message: Message;
}

/** What every story makes Klaviyo hear, in order; stock is no event and no property. */
export function tellStories(): readonly Told<EventMessage | ProfileMessage>[] {
  return STORIES.flatMap((story) =>
    takeAll(beginSession(story, definePolicy(story.policy))).entries.flatMap(({ milestones }) =>
      milestones.flatMap(({ messages }) =>
        messages.flatMap((message) => (message.kind === 'stock' ? [] : [{ story: story.id, message }])),
      ),
    ),
  );
}

export function marketerPages(): readonly Page[] {
  const told = tellStories();
  const events = told.flatMap(({ story, message }) => (message.kind === 'event' ? [{ story, message }] : []));
  const profiles = told.flatMap(({ message }) => (message.kind === 'profile' ? [message] : []));
  return [...METRICS.map((metric) => metricPage(metric, events)), profilePage(profiles)];
}

/** `Fulfilled Shipment` → `fulfilled-shipment`: the page of a metric. */
function slugOf(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-');
}

function metricPage(metric: MetricReference, events: readonly Told<EventMessage>[]): Page {
  const { kind, name, isOnByDefault, meaning, frequency, id } = metric;
  const properties = PROPERTIES.filter(({ metrics }) => metrics.includes(kind));
  const example = fullest(name, events);
  const text = [
    `# ${name}`,
    '',
    `${meaning} Told ${frequency}.`,
    '',
    isOnByDefault
      ? `**On by default.** ${USES[kind]}`
      : `**Off by default:** \`{ "events": { "${kind}": true } }\` in the policy switches it on. ${USES[kind]}`,
    '',
    '## Properties',
    '',
    'Klaviyo treats `0`, an empty text and nothing alike, so what has nothing to say is left out, and what must be told apart is true or',
    'false. In a template write `event.` before the name.',
    '',
    ...propertyTable(properties, true),
    ...properties.flatMap(membersOf),
    '## As Klaviyo receives it',
    '',
    `From the story [“${titleOf(example.story)}”](/playground#${example.story}).`,
    '',
    '```json',
    JSON.stringify(example.message.body, null, 2),
    '```',
    '',
    `Its id is made of what it is about, \`${id}\`, so that no repeat doubles it.`,
    '',
  ];
  return { path: `marketers/metrics/${slugOf(name)}.md`, text: text.join('\n') };
}

/** The event with the most to show. */
function fullest(name: string, events: readonly Told<EventMessage>[]): Told<EventMessage> {
  const size = ({ message }: Told<EventMessage>): number => Object.keys(message.body.data.attributes.properties).length;
  const [best] = events.filter(({ message }) => message.metric === name).sort((a, b) => size(b) - size(a));
  if (best === undefined) throw new Error(`No story tells ${name}.`);
  return best;
}

function titleOf(id: string): string {
  return STORIES.find((story) => story.id === id)?.title ?? id;
}

function propertyTable(
  rows: readonly (MemberReference & Partial<PropertyReference>)[],
  hasAlways: boolean,
): readonly string[] {
  const head = ['Property', 'Example', 'Meaning', ...(hasAlways ? ['Always'] : [])];
  return table(
    head,
    rows.map(({ name, type, example, meaning, values, isAlways }) => [
      `\`${name}\``,
      inline(example),
      [meaning, ...(values === undefined ? [] : [`One of ${values.map((value) => `\`${value}\``).join(', ')}.`])].join(
        ' ',
      ) + (type === 'texts' ? ' A list of texts.' : ''),
      ...(hasAlways ? [isAlways ? 'yes' : ''] : []),
    ]),
  );
}

function membersOf({ name, members = [] }: PropertyReference): readonly string[] {
  return members.length === 0 ? [] : [`### In each of \`${name}\``, '', ...propertyTable(members, false)];
}

/** Short enough for a cell; a list of objects has a table of its own. */
function inline(value: unknown): string {
  if (Array.isArray(value) && value.some((one) => typeof one === 'object')) return 'a list, see below';
  return `\`${JSON.stringify(value)}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

function profilePage(profiles: readonly ProfileMessage[]): Page {
  const { prefix } = definePolicy().flags;
  const [example] = [...profiles].reverse();
  const text = [
    '# Profile properties',
    '',
    'What all orders of a customer say together, written onto the profile so that segments and flow filters can use it. They belong to',
    'the customer, not to an order.',
    '',
    ...table(
      ['Property', 'Example', 'Meaning', 'Cleared to', 'On'],
      FLAGS.map(({ name, example: value, meaning, cleared, isOnByDefault }) => [
        `\`${prefix}${name}\``,
        inline(value),
        meaning,
        cleared === null ? 'never' : inline(cleared),
        isOnByDefault ? 'yes' : 'no',
      ]),
    ),
    '`flags.lastDispatched` switches the last two on, `flags.prefix` changes what all begin with, `flags.names` single ones, and',
    '`flags.enabled` switches them all off. Replaying an event writes none of them.',
    '',
    'See [Flow recipes](/marketers/flows#people-to-leave-out-of-other-flows) for what to exclude where.',
    '',
    '## As Klaviyo receives it',
    '',
    '```json',
    JSON.stringify(example?.body, null, 2),
    '```',
    '',
  ];
  return { path: 'marketers/profile-properties.md', text: text.join('\n') };
}

/** Every name a snippet or a recipe may use: properties, their members, metrics, flags, and the words they can be. */
export function knownNames(): ReadonlySet<string> {
  const { prefix } = definePolicy().flags;
  return new Set<string>([
    ...METRICS.map(({ name }) => name),
    ...PROPERTIES.flatMap(({ name, members = [], values = [] }) => [
      name,
      ...members.map((one) => one.name),
      ...values,
    ]),
    ...FLAGS.map(({ name }) => `${prefix}${name}`),
  ]);
}
