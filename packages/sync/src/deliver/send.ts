/** One call to Klaviyo for one message, or for many events at once; the answer becomes an `Outcome`. */
import type { KlaviyoPort } from '../ports.js';
import type { SendableMessage } from '../stores/store.js';
import { ACCEPTED, type Outcome, outcomeOfError, outcomeOfFate } from './outcome.js';

export type SendableEvent = Extract<SendableMessage, { kind: 'event' }>;

export interface SendOptions {
  readonly priority: 'live' | 'backfill';
  readonly signal: AbortSignal | undefined;
}

function callOptions({ priority, signal }: SendOptions): {
  readonly retry: false;
  readonly priority: SendOptions['priority'];
  readonly signal?: AbortSignal;
} {
  return { retry: false, priority, ...(signal === undefined ? {} : { signal }) };
}

function call(klaviyo: KlaviyoPort, message: SendableMessage, options: SendOptions): Promise<unknown> {
  switch (message.kind) {
    case 'event':
      return klaviyo.events.create(message.body, callOptions(options));
    case 'profile':
      return klaviyo.profiles.upsert(message.body, callOptions(options));
    case 'stock':
      return klaviyo.catalogVariants.update(message.body, callOptions(options));
  }
}

export async function sendOne(klaviyo: KlaviyoPort, message: SendableMessage, options: SendOptions): Promise<Outcome> {
  try {
    await call(klaviyo, message, options);
    return ACCEPTED;
  } catch (error) {
    return outcomeOfError(error);
  }
}

/**
 * All of them in as few bulk requests as are legal; those at fault are isolated. One outcome per message, in their
 * order; messages that share a fate share the object.
 */
export async function sendTogether(
  klaviyo: KlaviyoPort,
  messages: readonly SendableEvent[],
  options: SendOptions,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const ofError = new Map<unknown, Outcome>();
  try {
    await klaviyo.events.createMany(messages, {
      ...callOptions(options),
      concurrency: 1,
      onFate: ({ index, fate, error }) => {
        const outcome = ofError.get(error) ?? outcomeOfFate(fate, error);
        if (error !== undefined && fate !== 'refused') ofError.set(error, outcome);
        outcomes[index] = outcome;
      },
    });
  } catch (error) {
    const outcome = outcomeOfError(error);
    return messages.map((_message, index) => outcomes[index] ?? outcome);
  }
  return messages.map((_message, index) => outcomes[index] ?? { kind: 'broken', code: 'fate-missing' });
}
