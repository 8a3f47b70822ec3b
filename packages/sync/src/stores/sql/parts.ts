/** A message as its tables hold it: columns of its row and its track, the body, which is personal, and its grounds. */
import type { Message } from '@clarus-klaviyo/mapping';
import type { SendableMessage } from '../store.js';
import type { Row } from './connection.js';
import { text } from './rows.js';

/** What a message has in common with all of its track. `metric` is empty but for events. */
export interface Track {
  readonly kind: string;
  readonly metric: string;
}

/** Reads the columns `id`, `lane` and `mode`. */
export function toSendable(row: Row, { kind, metric }: Track, body: string): SendableMessage {
  const message = {
    id: text(row, 'id'),
    lane: text(row, 'lane'),
    mode: text(row, 'mode'),
    kind,
    body: JSON.parse(body),
  };
  return (kind === 'event' ? { ...message, metric } : message) as SendableMessage;
}

/** Reads the column `because` too. */
export function toMessage(row: Row, track: Track, body: string): Message {
  return { ...toSendable(row, track, body), because: becauseIn(row) };
}

export function becauseIn(row: Row): Message['because'] {
  return JSON.parse(text(row, 'because'));
}
