import type { KlaviyoContext } from '../context.js';
import { KlaviyoInvalidError } from '../errors.js';
import type { EventCreateBody } from './event.js';

const MAX_UNIQUE_ID_LENGTH = 255;

/** Can an event with this `unique_id` be sent twice without being recorded twice? */
export function isUniqueId(id: unknown): boolean {
  return typeof id === 'string';
}

/**
 * Refuses an id that would not keep repeats apart: a number is coerced or dropped somewhere on the way, an
 * empty or too long one is refused by Klaviyo after the fact.
 *
 * @throws {KlaviyoInvalidError}
 */
function checkUniqueId(id: unknown, operation: string): void {
  if (id === undefined || id === null) return;
  if (typeof id === 'string' && id.length >= 1 && id.length <= MAX_UNIQUE_ID_LENGTH) return;
  throw new KlaviyoInvalidError(
    operation,
    `unique_id must be a string of 1 to ${MAX_UNIQUE_ID_LENGTH} characters.`,
    '/data/attributes/unique_id',
  );
}

/**
 * Everything that is looked at before an event goes, alone or with others.
 *
 * @throws {KlaviyoInvalidError}
 */
export function checkEvent(
  context: KlaviyoContext,
  id: unknown, // callers in plain JavaScript may hand anything
  event: { readonly body: EventCreateBody },
  operation: string,
): void {
  checkUniqueId(id, operation);
  context.check?.(operation, event.body);
}
