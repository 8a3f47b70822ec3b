/** `POST`, `PATCH` and `DELETE /api/automations`: webhook subscriptions as the API makes them. */
import { at, isObject, jsonAnswer } from '../json.js';
import { refusal } from './errors.js';
import type { WorldAutomation } from './world/model.js';
import type { WorldState } from './world/state.js';

export interface RestAutomationsConfig {
  readonly state: WorldState;
  /** The only `destination_code` a webhook may have; null: any. Clarus requires one and does not say which. */
  readonly destinationCode: string | null;
}

interface RestCall {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

const SCHEDULES = ['daily_schedule', 'weekly_schedule', 'monthly_schedule', 'one_time_schedule'];

/** Reference, "Create an automation": which events a resource has. */
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  goods_out: ['created', 'completed', 'updated', 'processed', 'cancelled'],
  goods_in: ['completed', 'created', 'cancelled', 'moved_to_part'],
  goods_out_pick_list: ['completed', 'created', 'cancelled', 'picked'],
  load_drop: ['dispatched'],
  stock_balance: ['updated'],
  stock: [
    'positively_adjusted',
    'negatively_adjusted',
    'placed_on_hold',
    'released_from_hold',
    'received',
    'unreceived',
    'dispatched',
    'undispatched',
    'account_transferred',
    'picked',
  ],
  putaway_task: ['completed'],
  failure_event_log: ['created'],
  invoice: ['submitted', 'authorised', 'paid'],
  ftp_file: ['uploaded'],
  ftp_import: ['failed'],
  ...Object.fromEntries(SCHEDULES.map((schedule) => [schedule, ['triggered']])),
};

const CHANGES = ['ADD', 'UPDATE', 'DESTROY'];
const DESTINATIONS = 'api ftp email webhook maxoptra brightpearl file_import ai process_picks'.split(' ');

/** Null: the path is not one of an automation. */
export function answerAutomations(config: RestAutomationsConfig, { method, path, body }: RestCall): Response | null {
  const { automations } = config.state;
  if (path === '/api/automations' && method === 'POST') {
    const attributes = at(body, 'data', 'attributes');
    const mistakes = mistakesIn(body, null, config);
    if (mistakes.length > 0 || !isObject(attributes)) return refused(mistakes);
    const automation: WorldAutomation = {
      id: String(Math.max(0, ...automations.map(({ id }) => Number(id))) + 1),
      name: typeof attributes['name'] === 'string' ? attributes['name'] : null,
      resource: String(attributes['resource_name']),
      event: String(attributes['event']),
      isEnabled: attributes['enabled'] === true,
      integrationId: null,
      webhookUrl: webhookUrlIn(attributes),
    };
    automations.push(automation);
    return shown(automation);
  }
  const id = /^\/api\/automations\/(\d+)$/.exec(path)?.[1];
  if (id === undefined || !['PATCH', 'DELETE'].includes(method)) return null;
  const index = automations.findIndex((automation) => automation.id === id);
  const automation = automations[index];
  if (automation === undefined) return refusal(404, 2, 'not_found', 'Not found');
  if (method === 'DELETE') {
    automations.splice(index, 1);
    return new Response(null, { status: 204 });
  }
  const attributes = at(body, 'data', 'attributes');
  const mistakes = mistakesIn(body, automation, config);
  if (mistakes.length > 0 || !isObject(attributes)) return refused(mistakes);
  if (typeof attributes['name'] === 'string') automation.name = attributes['name'];
  if (typeof attributes['resource_name'] === 'string') automation.resource = attributes['resource_name'];
  if (typeof attributes['event'] === 'string') automation.event = attributes['event'];
  if (typeof attributes['enabled'] === 'boolean') automation.isEnabled = attributes['enabled'];
  return shown(automation);
}

function shown({ id, resource, event, isEnabled }: WorldAutomation): Response {
  // The documented answer shows neither name nor action.
  const attributes = { resource_name: resource, event, enabled: isEnabled };
  return jsonAnswer(200, { data: { id: Number(id), type: 'automations', attributes } });
}

function refused(mistakes: readonly string[]): Response {
  return refusal(422, 36, 'invalid', mistakes[0] ?? 'attributes is required');
}

/** `known`: the automation that is changed; null for a new one, of which more is required. */
function mistakesIn(body: unknown, known: WorldAutomation | null, config: RestAutomationsConfig): readonly string[] {
  const attributes = at(body, 'data', 'attributes');
  if (at(body, 'data', 'type') !== 'automations') return ['type must be automations'];
  if (!isObject(attributes)) return ['attributes is required'];
  const { resource_name, event, enabled, name } = attributes;
  const isLeftOut = (value: unknown): boolean => known !== null && (value === undefined || value === null);
  const resource = isLeftOut(resource_name) ? known?.resource : resource_name;
  const happening = isLeftOut(event) ? known?.event : event;
  const events = typeof resource === 'string' && Object.hasOwn(EVENTS, resource) ? EVENTS[resource] : undefined;
  return [
    ...(events === undefined ? ['resource_name is not included in the list'] : []),
    ...(events?.includes(String(happening)) === true ? [] : ['event is not included in the list']),
    ...(typeof enabled === 'boolean' || isLeftOut(enabled) ? [] : ['enabled must be a boolean']),
    ...(name === undefined || name === null || typeof name === 'string' ? [] : ['name must be a string']),
    ...changeMistakes(attributes['conditions_changes'], known === null),
    ...changeMistakes(attributes['actions_changes'], known === null),
    ...listOf(attributes['actions_changes']).flatMap((action) => actionMistakes(action, known === null, config)),
  ];
}

function listOf(changes: unknown): readonly unknown[] {
  return Array.isArray(changes) ? changes : [];
}

function changeMistakes(changes: unknown, isCreate: boolean): readonly string[] {
  if (changes === undefined) return [];
  if (!Array.isArray(changes)) return ['changes must be an array'];
  return changes.flatMap((change: unknown) => {
    const type = at(change, 'type');
    if (typeof type !== 'string' || !CHANGES.includes(type)) return ['type must be ADD, UPDATE or DESTROY'];
    return isCreate && type !== 'ADD' ? ['only ADD is valid on create'] : [];
  });
}

function actionMistakes(action: unknown, isCreate: boolean, config: RestAutomationsConfig): readonly string[] {
  const attributes = at(action, 'attributes');
  if (!isObject(attributes)) return at(action, 'type') === 'ADD' ? ['attributes is required'] : [];
  const { destination_type, destination_code } = attributes;
  const isCodeRight =
    typeof destination_code === 'string' &&
    destination_code !== '' &&
    (config.destinationCode === null || destination_code === config.destinationCode);
  return [
    ...(DESTINATIONS.includes(String(destination_type)) ? [] : ['destination_type is not included in the list']),
    ...(isCodeRight ? [] : ['destination_code is invalid']),
    ...changeMistakes(attributes['parameters_changes'], isCreate),
  ];
}

/** Kept for tests to look at: Clarus itself never shows it again. */
function webhookUrlIn(attributes: Readonly<Record<string, unknown>>): string | null {
  const parameters = listOf(attributes['actions_changes']).flatMap((action) =>
    listOf(at(action, 'attributes', 'parameters_changes')),
  );
  const url = parameters.find((parameter) => at(parameter, 'attributes', 'parameter_code') === 'webhook_url');
  const value = at(url, 'attributes', 'value');
  return typeof value === 'string' ? value : null;
}
