/** How a dead message goes again: judged by the policy's age limits afresh, as if it became known now. Pure. */
import type { Policy } from '@clarus-klaviyo/mapping';
import type { LedgerMessage } from '../stores/store.js';

export interface Again {
  readonly mode: 'live' | 'silent';
  readonly expiresAtMs: number | null;
}

function isTimed(kind: string, { ageLimitMs }: Policy): kind is keyof Policy['ageLimitMs'] {
  return Object.hasOwn(ageLimitMs, kind);
}

/** An id says what became true: `tenant:ShipmentDispatched:7:12`. A second message of a shipment ages like it. */
function ageLimitOf(id: string, policy: Policy): number | null {
  const word = id.split(':')[1] ?? '';
  const kind = word === 'OrderPartlyFulfilled' ? 'ShipmentDispatched' : word;
  return isTimed(kind, policy) ? policy.ageLimitMs[kind] : null;
}

export function again(message: LedgerMessage, policy: Policy, nowMs: number): Again {
  if (message.kind !== 'event') return { mode: 'live', expiresAtMs: null }; // a state of things is never late
  if (message.mode === 'silent') return { mode: 'silent', expiresAtMs: null };
  const limitMs = ageLimitOf(message.id, policy);
  const expiresAtMs = limitMs === null ? null : message.eventAtMs + limitMs;
  return expiresAtMs !== null && nowMs >= expiresAtMs
    ? { mode: 'silent', expiresAtMs: null }
    : { mode: 'live', expiresAtMs };
}
