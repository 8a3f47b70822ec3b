/** One line of JSON per event: Workers Logs keeps its fields. Nothing secret or personal is ever handed in. */
import type { SyncEvent } from '@clarus-klaviyo/sync';

/** Somebody should look at these. */
const TROUBLE: ReadonlySet<SyncEvent['type']> = new Set([
  'webhook.refused',
  'webhook.not-stored',
  'webhook.parked',
  'read.failed',
  'account.paused',
  'message.dead',
  'stage.failed',
]);

export function logEvent(account: string, event: SyncEvent): void {
  const line = JSON.stringify({ account, ...event });
  if (TROUBLE.has(event.type)) console.warn(line);
  else console.log(line);
}
