import * as z from 'zod/mini';
import { type Resource, reading } from '../resource.js';
import { id, optionalFlag, optionalId, optionalInstant, optionalWord, type Unknowns, word } from '../wire.js';

/** A rule that acts on an event, e.g. calls a webhook. Its actions and URL cannot be read back. */
export interface Automation {
  /** What a webhook carries as `X-ClarusWMS-Automation-ID`. */
  readonly id: string;
  readonly name: string | null;
  /** `goods_out`, `goods_in`, `stock_balance` … */
  readonly resourceName: string;
  /** `created`, `completed`, `cancelled` …: which ones depends on the resource. */
  readonly event: string;
  readonly isEnabled: boolean | null;
  readonly integrationId: string | null;
  readonly createdAt: string | null;
  /** Fields this version does not know, exactly as they came. */
  readonly extra: Unknowns;
}

const automationSchema: z.ZodMiniType<Automation> = z.pipe(
  z.looseObject({
    id,
    name: optionalWord,
    resource_name: word,
    event: word,
    enabled: optionalFlag,
    integration_id: optionalId,
    created_at: optionalInstant,
  }),
  z.transform((node): Automation => {
    const { id, name, resource_name, event, enabled, integration_id, created_at, ...extra } = node;
    return {
      id,
      name,
      resourceName: resource_name,
      event,
      isEnabled: enabled,
      integrationId: integration_id,
      createdAt: created_at,
      extra,
    };
  }),
);

export const AUTOMATIONS: Resource<Automation> = {
  root: 'automations',
  filterType: 'AutomationFilterType',
  operation: 'ListAutomations',
  fields: ['id', 'name', 'resource_name', 'event', 'enabled', 'integration_id', 'created_at'],
  read: reading(automationSchema),
  keyOf: (automation) => automation.id,
};
