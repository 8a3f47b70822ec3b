import type { AutomationCondition } from '../writes/automations.js';
import type { Automation } from './automation.js';

/** Every webhook the Clarus → Klaviyo integration rings on. A shorter list is yours to choose. */
export const INTEGRATION_EVENTS: readonly string[] = [
  ...['created', 'updated', 'completed', 'cancelled'].map((event) => `goods_out.${event}`),
  'goods_out_pick_list.completed',
  'load_drop.dispatched',
  'stock_balance.updated',
  ...[
    'positively_adjusted',
    'negatively_adjusted',
    'placed_on_hold',
    'released_from_hold',
    'received',
    'unreceived',
  ].map((event) => `stock.${event}`),
  ...['dispatched', 'undispatched', 'account_transferred', 'picked'].map((event) => `stock.${event}`),
  // For returns: Clarus knows them only as receipts.
  ...['created', 'completed', 'cancelled'].map((event) => `goods_in.${event}`),
  'failure_event_log.created',
];

/** An event to be rung on, where its name alone does not say it all. */
export interface DesiredEvent {
  /** `resource.event`, e.g. `goods_in.completed`. */
  readonly event: string;
  /** Tells two automations for one event apart, e.g. `returns`. */
  readonly label?: string;
  /** E.g. the receipt kind that means a return. */
  readonly conditions?: readonly AutomationCondition[];
}

/** What an `apply` returned, to be kept: by it automations are recognised that were renamed since. */
export type KnownAutomations = Readonly<Record<string, { readonly id: string; readonly urlTag: string }>>;

/** Which automations there should be, and where they are to call. */
export interface DesiredAutomations {
  /** Where they ring, your secret in it. HTTPS. */
  readonly url: string;
  /**
   * What Clarus calls the destination of a webhook action. It requires one and documents it for e-mail only; there is no
   * default on purpose. Ask your consultant, or follow the plan's steps on the screen, which need none.
   */
  readonly destinationCode: string;
  /** @default INTEGRATION_EVENTS */
  readonly events?: readonly (string | DesiredEvent)[];
  /** Begins every name: one per environment and shop that share a tenant. @default 'clarus-klaviyo' */
  readonly owner?: string;
  /** What the last `apply` returned as `known`. */
  readonly known?: KnownAutomations;
}

/** What is to be done about one event. */
export interface PlannedAutomation {
  /**
   * `keep`: it is there. `create`: it is not. `enable`: it is there and off. `replace`: it is ours and rings another URL;
   * a new one is made, then the old one deleted. `conflict`: left alone, a person must look.
   */
  readonly kind: 'keep' | 'create' | 'enable' | 'replace' | 'conflict';
  /** `goods_out.completed`, with its label where it has one. */
  readonly key: string;
  readonly resourceName: string;
  readonly event: string;
  /** The name it has or will have. It ends in a tag of the URL, since Clarus does not show URLs. */
  readonly name: string;
  /** Null where it is not there yet. */
  readonly id: string | null;
  readonly because: string;
  readonly conditions: readonly AutomationCondition[];
}

/** Data: to look at, to print, to test. Holds no secret. */
export interface AutomationPlan {
  /** The URL's host; the rest is masked. */
  readonly url: string;
  readonly automations: readonly PlannedAutomation[];
  /** How many of them would change something. */
  readonly changes: number;
  /** Automations that look like ours and are not in the plan. Never touched. */
  readonly strays: readonly { readonly id: string; readonly name: string }[];
  /** The same by hand, on Clarus's automations screen: the proven way. Empty when there is nothing to do. */
  readonly screenSteps: readonly string[];
}

const DEFAULT_OWNER = 'clarus-klaviyo';

/** What must become of the automations that are there. Data in, data out. */
export function planAutomations(
  desired: DesiredAutomations,
  there: readonly Automation[],
  urlTag: string,
): AutomationPlan {
  const { owner = DEFAULT_OWNER, events = INTEGRATION_EVENTS, known = {} } = desired;
  const automations = events.map((each) =>
    planOne(typeof each === 'string' ? { event: each } : each, { owner, known, there, urlTag }),
  );
  const used = new Set(automations.map(({ id }) => id));
  const url = `${new URL(desired.url).origin}/…`;
  return {
    url,
    automations,
    changes: automations.filter(({ kind }) => kind !== 'keep' && kind !== 'conflict').length,
    strays: there.flatMap(({ id, name }) =>
      name?.startsWith(`${owner} `) === true && !used.has(id) ? [{ id, name }] : [],
    ),
    screenSteps: automations.flatMap((automation) => screenStep(automation, url)),
  };
}

interface Situation {
  readonly owner: string;
  readonly known: KnownAutomations;
  readonly there: readonly Automation[];
  readonly urlTag: string;
}

function planOne(
  { event: pair, label, conditions = [] }: DesiredEvent,
  { owner, known, there, urlTag }: Situation,
): PlannedAutomation {
  const [resourceName = '', event = ''] = pair.split('.');
  const key = label === undefined ? pair : `${pair} (${label})`;
  const name = `${owner} ${key} #${urlTag}`;
  const remembered = known[key];
  const byName = there.find((automation) => automation.name === name);
  const found = byName ?? there.find((automation) => automation.id === remembered?.id);
  const planned = (kind: PlannedAutomation['kind'], because: string): PlannedAutomation => ({
    kind,
    key,
    resourceName,
    event,
    name: kind === 'create' || kind === 'replace' ? name : (found?.name ?? name),
    id: found?.id ?? null,
    because,
    conditions,
  });
  if (found === undefined) return planned('create', 'it is not there');
  if (found.resourceName !== resourceName || found.event !== event) {
    return planned('conflict', `it is ours and now acts on ${found.resourceName}.${found.event}`);
  }
  if (byName === undefined && remembered?.urlTag !== urlTag) return planned('replace', 'it rings an earlier URL');
  if (found.isEnabled === false) return planned('enable', 'it is there and turned off');
  return planned('keep', byName === undefined ? 'its id is known' : 'its name says so');
}

function screenStep(automation: PlannedAutomation, url: string): readonly string[] {
  const { kind, name, id, resourceName, event, conditions } = automation;
  const when = `resource "${resourceName}", event "${event}"`;
  const only = conditions.map(({ code, operator, value }) => `${code} ${operator} ${value}`).join(' and ');
  const create =
    `Automations → New: name "${name}", ${when}${only === '' ? '' : `, only if ${only}`}; ` +
    `action Webhook, method POST, URL: yours (${url}). Enable and save.`;
  switch (kind) {
    case 'keep':
      return [];
    case 'create':
      return [create];
    case 'enable':
      return [`Automations → "${name}" (id ${id}): enable and save.`];
    case 'replace':
      return [create, `Automations → id ${id}: delete; the new one takes its place.`];
    case 'conflict':
      return [`Automations → "${name}" (id ${id}): set it back to ${when}, or rename it and plan again.`];
  }
}

/** Six characters that change with the URL and do not tell it: Clarus shows names, and never URLs. */
export async function urlTagOf(url: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(url));
  return [...new Uint8Array(digest).slice(0, 3)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
