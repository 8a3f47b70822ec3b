/** A message as its row holds it: what has a column, what is `about` it, and the body, which is personal. */
import type { Message } from '@clarus-klaviyo/mapping';
import type { Row } from './connection.js';
import { text } from './rows.js';

export interface Parts {
  readonly about: string;
  readonly body: string;
}

/** Both as JSON. What columns hold (id, lane, mode) is said once. */
export function partsOf({ id: _id, lane: _lane, mode: _mode, body, ...about }: Message): Parts {
  return { about: JSON.stringify(about), body: JSON.stringify(body) };
}

/** Reads the columns `id`, `lane`, `mode` and `about`. */
export function toMessage(row: Row, body: string): Message {
  const message = JSON.parse(text(row, 'about'));
  message.id = text(row, 'id');
  message.lane = text(row, 'lane');
  message.mode = text(row, 'mode');
  message.body = JSON.parse(body);
  return message;
}

export function becauseIn(row: Row): Message['because'] {
  return JSON.parse(text(row, 'about')).because;
}
