/**
 * The pages about metrics and profile properties, as text: names and defaults are the mapping's own tables, every
 * example was made by the real mapping from a story.
 */
import {
  DEFAULT_METRICS,
  definePolicy,
  type EventMessage,
  type EventProperties,
  type FlagName,
  type MetricKind,
  type ProfileMessage,
} from '@clarus-klaviyo/mapping';
import { beginSession, takeAll } from '../playground/session.js';
import { STORIES } from '../stories/stories.js';
import { METRIC_MEANINGS } from './metrics.js';
import { PROFILE_MEANINGS } from './profile.js';
import { PROPERTY_MEANINGS, REASONS } from './properties.js';

export interface Page {
  /** Below `docs/`. */
  readonly path: string;
  readonly text: string;
}

interface Told {
  readonly story: string;
  readonly message: EventMessage | ProfileMessage;
}

const KINDS = Object.keys(DEFAULT_METRICS) as readonly MetricKind[];
const DEFAULTS = definePolicy({ dispatchStrategy: 'shipment' });

/** What every story makes Klaviyo hear, in order. */
export function tellStories(): readonly Told[] {
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
  return [...KINDS.map((kind, index) => metricPage(kind, index, told)), profilePage(told)];
}

/** `Fulfilled Shipment` → `fulfilled-shipment`: the page of a metric. */
export function slugOf(kind: MetricKind): string {
  return DEFAULT_METRICS[kind].toLowerCase().replaceAll(' ', '-');
}

function metricPage(kind: MetricKind, _index: number, told: readonly Told[]): Page {
  const name = DEFAULT_METRICS[kind];
  const examples = told.flatMap(({ story, message }) =>
    message.kind === 'event' && message.metric === name ? [{ story, message }] : [],
  );
  const [fullest] = [...examples].sort((a, b) => size(b.message) - size(a.message));
  if (fullest === undefined) throw new Error(`No story tells ${name}.`);
  const { when, once, use } = METRIC_MEANINGS[kind];
  const isOn = DEFAULTS.events[kind];
  const text = [
    `# ${name}`,
    '',
    `${when} ${once}`,
    '',
    `**${isOn ? 'On' : 'Off'} by default**${isOn ? '' : `: switch it on with \`{ "events": { "${kind}": true } }\` in the policy`}. ${use}`,
    '',
    '## Properties',
    '',
    'Absent means none: Klaviyo treats `0`, an empty text and nothing alike, so they are left out. What must be told apart is a',
    'true or false. In a template write `event.` before the name.',
    '',
    ...table(
      ['Property', 'Example', 'Meaning'],
      properties(examples.map(({ message }) => message)).map(([property, value]) => [
        `\`${property}\``,
        inline(value),
        PROPERTY_MEANINGS[property] ?? '',
      ]),
    ),
    ...members('Items', examples),
    ...reasons(kind),
    '## As Klaviyo receives it',
    '',
    `Made by the mapping from the story [“${titleOf(fullest.story)}”](/playground#${fullest.story}).`,
    '',
    '```json',
    JSON.stringify(fullest.message.body, null, 2),
    '```',
    '',
  ];
  return { path: `marketers/metrics/${slugOf(kind)}.md`, text: text.join('\n') };
}

function titleOf(id: string): string {
  return STORIES.find((story) => story.id === id)?.title ?? id;
}

function size({ body }: EventMessage): number {
  return Object.keys(body.data.attributes.properties).length;
}

/** Every property any of the messages carries, in the order of the list of meanings, with its first value. */
function properties(messages: readonly EventMessage[]): readonly (readonly [string, unknown])[] {
  const all: EventProperties = Object.assign(
    {},
    ...messages.map((each) => each.body.data.attributes.properties).reverse(),
  );
  const order = Object.keys(PROPERTY_MEANINGS);
  return Object.entries(all).sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
}

function members(name: string, examples: readonly { readonly message: EventMessage }[]): readonly string[] {
  const items = examples.flatMap(({ message }) => {
    const value = message.body.data.attributes.properties[name];
    return Array.isArray(value) ? (value as readonly EventProperties[]) : [];
  });
  if (items.length === 0) return [];
  const all: EventProperties = Object.assign({}, ...[...items].reverse());
  return [
    `### In each of \`${name}\``,
    '',
    ...table(
      ['Member', 'Example', 'Meaning'],
      Object.entries(all).map(([member, value]) => [`\`${member}\``, inline(value), PROPERTY_MEANINGS[member] ?? '']),
    ),
  ];
}

function reasons(kind: MetricKind): readonly string[] {
  const known = REASONS[kind];
  if (known === undefined) return [];
  return [
    '### Values of `Reason`',
    '',
    ...table(
      ['Value', 'Meaning'],
      Object.entries(known).map(([value, meaning]) => [`\`${value}\``, meaning]),
    ),
  ];
}

/** Short enough for a cell; a list of objects is told by its number. */
function inline(value: unknown): string {
  if (Array.isArray(value) && value.some((one) => typeof one === 'object')) return `a list of ${value.length}`;
  const text = JSON.stringify(value);
  return `\`${text.length > 72 ? `${text.slice(0, 71)}…` : text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

function profilePage(told: readonly Told[]): Page {
  const written = told.flatMap(({ story, message }) => (message.kind === 'profile' ? [{ story, message }] : []));
  const values: Readonly<Record<string, unknown>> = Object.assign(
    {},
    ...written.map(({ message }) => message.body.data.attributes.properties).reverse(),
  );
  const { prefix, names } = DEFAULTS.flags;
  const rows = (Object.keys(names) as readonly FlagName[]).map((flag) => {
    const name = `${prefix}${names[flag]}`;
    return [`\`${name}\``, name in values ? inline(values[name]) : '', PROFILE_MEANINGS[flag]];
  });
  const [example] = [...written].reverse();
  const text = [
    '# Profile properties',
    '',
    'What all orders of a customer say together, written onto the profile so that segments and flow filters can use it. They belong to',
    'the customer, not to an order, and they are cleared when they are no longer so: a text to empty, a flag to false.',
    '',
    ...table(['Property', 'Example', 'Meaning'], rows),
    'All are on by default except the two about the last dispatched order (`flags.lastDispatched`). `flags.prefix` changes what they',
    'begin with, `flags.names` single ones; `flags.enabled` switches them all off. Replaying an event writes none of them.',
    '',
    'See [Flow recipes](/marketers/flows) for what to exclude where.',
    '',
    '## As Klaviyo receives it',
    '',
    '```json',
    JSON.stringify(example?.message.body, null, 2),
    '```',
    '',
  ];
  return { path: 'marketers/profile-properties.md', text: text.join('\n') };
}
