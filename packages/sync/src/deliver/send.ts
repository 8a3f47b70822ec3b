/** One call to Klaviyo for one message, or for many events at once; the answer becomes an `Outcome`. */
import type { EventMessage, Message } from '@clarus-klaviyo/mapping';
import type { KlaviyoPort } from '../ports.js';
import { type Outcome, outcomeOfError } from './outcome.js';

function call(klaviyo: KlaviyoPort, message: Message, signal: AbortSignal | undefined): Promise<unknown> {
  const options = { retry: false, priority: 'live', ...(signal === undefined ? {} : { signal }) } as const;
  switch (message.kind) {
    case 'event':
      return klaviyo.events.create(message.body, options);
    case 'profile':
      return klaviyo.profiles.upsert(message.body, options);
    case 'stock':
      return klaviyo.catalogVariants.update(message.body, options);
  }
}

export async function sendOne(
  klaviyo: KlaviyoPort,
  message: Message,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  try {
    await call(klaviyo, message, signal);
    return { kind: 'accepted' };
  } catch (error) {
    return outcomeOfError(error);
  }
}

/** All of them in one bulk request: accepted, refused or unanswered together. */
export async function sendTogether(
  klaviyo: KlaviyoPort,
  messages: readonly EventMessage[],
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  try {
    await klaviyo.events.createBatch(
      messages.map((message) => message.body),
      { retry: false, priority: 'live', ...(signal === undefined ? {} : { signal }) },
    );
    return { kind: 'accepted' };
  } catch (error) {
    return outcomeOfError(error);
  }
}
