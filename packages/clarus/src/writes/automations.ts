import type { AutomationAttributes, AutomationConditionChange } from '../operations.generated.js';
import type { Requester } from '../request.js';
import { type CallOptions, given, type Written, writtenBy, writtenTo } from './writer.js';

type Condition = NonNullable<AutomationConditionChange['attributes']>;

/** All conditions of an automation must hold for it to act. */
export interface AutomationCondition {
  readonly code: NonNullable<Condition['condition_code']>;
  readonly operator: NonNullable<Condition['operator']>;
  readonly value: string | number;
  /** Where in the event's payload the value is, e.g. `data.account_id`; Clarus documents that one example. */
  readonly sourcePath?: string;
}

/** Calls a URL. */
export interface WebhookAction {
  readonly url: string;
  /** @default 'POST' */
  readonly method?: 'POST' | 'GET';
  /** Required by Clarus for every action, and documented only for e-mail. Ask your consultant. */
  readonly destinationCode: string;
}

/** An automation to be made: what it listens to, and where it calls. */
export interface NewAutomation {
  readonly name: string;
  readonly resourceName: AutomationAttributes['resource_name'];
  /** Depends on the resource: `created`, `completed` … */
  readonly event: string;
  /** @default true */
  readonly isEnabled?: boolean;
  readonly conditions?: readonly AutomationCondition[];
  readonly webhook: WebhookAction;
}

/** What may be changed of an automation; what is left out stays. */
export interface AutomationChanges {
  readonly name?: string;
  readonly isEnabled?: boolean;
}

/**
 * Creates an automation that calls a webhook. Sent at most once. That automations made through the API work as those made
 * on the screen do is not documented: try it, or use the screen.
 *
 * @see Clarus reference, `POST /api/automations`
 */
export async function createAutomation(
  writer: Requester,
  automation: NewAutomation,
  { signal }: CallOptions = {},
): Promise<Written> {
  const { name, resourceName, event, isEnabled = true, conditions = [], webhook } = automation;
  const parameter = (code: 'webhook_url' | 'webhook_method', value: string) => ({
    type: 'ADD' as const,
    attributes: { parameter_code: code, value },
  });
  const attributes: AutomationAttributes = {
    resource_name: resourceName,
    event,
    name,
    enabled: isEnabled,
    conditions_changes: conditions.map(({ code, operator, value, sourcePath }) => ({
      type: 'ADD',
      attributes: { condition_code: code, operator, value, ...given({ source_path: sourcePath }) },
    })),
    actions_changes: [
      {
        type: 'ADD',
        attributes: {
          destination_type: 'webhook',
          destination_code: webhook.destinationCode,
          parameters_changes: [
            parameter('webhook_url', webhook.url),
            parameter('webhook_method', webhook.method ?? 'POST'),
          ],
        },
      },
    ],
  };
  const body = { data: { type: 'automations' as const, attributes } };
  return writtenBy(await writer.request('POST /automations', { body, signal }));
}

/**
 * Renames an automation, turns it on or off. Its URL cannot be changed this way: that needs the ids of its actions, which
 * Clarus does not tell.
 */
export async function updateAutomation(
  writer: Requester,
  id: string,
  { name, isEnabled }: AutomationChanges,
  { signal }: CallOptions = {},
): Promise<Written> {
  const body = { data: { type: 'automations' as const, attributes: given({ name, enabled: isEnabled }) } };
  return writtenTo(id, await writer.request('PATCH /automations/{id}', { params: { id }, body, signal }));
}

/** Deletes an automation with its actions and conditions. */
export async function deleteAutomation(writer: Requester, id: string, { signal }: CallOptions = {}): Promise<void> {
  await writer.request('DELETE /automations/{id}', { params: { id }, signal });
}

/** Runs it now; meant for schedules. Its conditions still count. */
export async function runAutomation(writer: Requester, id: string, { signal }: CallOptions = {}): Promise<void> {
  await writer.request('POST /automations/{id}/run', { params: { id }, signal });
}
