/** From something that happened in the warehouse to the webhooks registered for it. */
import type { JsonObject } from '../json.js';
import type { ClarusWorld } from './world/world.js';

/** How a body holds its record: at the root, under `data`, or under `data.attributes`. */
export type BodyWrapping = 'root' | 'data' | 'data.attributes';

/** A webhook ready to be sent. Its body is the record as it was when the bell rang. */
export interface WebhookJob {
  readonly sequence: number;
  readonly automationId: string;
  readonly resource: string;
  readonly event: string;
  /** Of the order, receipt, movement, or balance. */
  readonly recordId: string;
  readonly rangAtMs: number;
  /** The documented headers; the integration's id only where there is one. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface WebhookJobsConfig {
  readonly world: ClarusWorld;
  readonly subdomain: string;
  readonly wrapping: BodyWrapping;
}

interface WebhookJobs {
  readonly jobs: readonly WebhookJob[];
  onJob(listener: (job: WebhookJob) => void): void;
}

export function createWebhookJobs({ world, subdomain, wrapping }: WebhookJobsConfig): WebhookJobs {
  const jobs: WebhookJob[] = [];
  const listeners: ((job: WebhookJob) => void)[] = [];
  world.onEvent(({ resource, event, recordId, record, atMs }) => {
    for (const automation of world.state.automations) {
      if (!automation.isEnabled || automation.resource !== resource || automation.event !== event) continue;
      const integration =
        automation.integrationId === null ? {} : { 'X-ClarusWMS-Integration-ID': automation.integrationId };
      const job: WebhookJob = {
        sequence: jobs.length + 1,
        automationId: automation.id,
        resource,
        event,
        recordId,
        rangAtMs: atMs,
        headers: {
          'content-type': 'application/json',
          'X-ClarusWMS-Domain': `https://${subdomain}.claruswms.test`,
          'X-ClarusWMS-API-Domain': `https://${subdomain}.api.claruswms.test`,
          'X-ClarusWMS-Subdomain': subdomain,
          'X-ClarusWMS-Automation-ID': automation.id,
          ...integration,
        },
        body: JSON.stringify(wrapped(record, wrapping)),
      };
      jobs.push(job);
      for (const listener of listeners) listener(job);
    }
  });
  return {
    jobs,
    onJob: (listener) => {
      listeners.push(listener);
    },
  };
}

function wrapped(record: JsonObject, wrapping: BodyWrapping): JsonObject {
  switch (wrapping) {
    case 'root':
      return record;
    case 'data':
      return { data: record };
    case 'data.attributes':
      return { data: { id: record['id'], attributes: record } };
  }
}
