/** A message as its tables hold it: columns of its row and its track, the body, which is personal, and its grounds. */
import type { EventBody, Message } from '@clarus-klaviyo/mapping';
import { type Halves, halvesOf, textOf } from '../rules/ledger.js';
import type { SendableMessage } from '../store.js';
import type { Row } from './connection.js';
import { oneOf, text } from './rows.js';

/** What a message has in common with all of its track. `metric` is empty but for events. */
export interface Track {
  readonly kind: string;
  readonly metric: string;
}

/** Between the two halves of an event's text. JSON has none of its own. */
const SEAM = '\n';

/** A body as it is kept: JSON; of an event in the two halves in which it is sent in bulk, so that nobody parses it for that. */
export function writeBody(message: Message): string {
  if (message.kind !== 'event') return JSON.stringify(message.body);
  const { profile, event } = halvesOf(message.body);
  return `${profile}${SEAM}${event}`;
}

/** Reads the columns `id`, `lane` and `mode`. */
export function toSendable(row: Row, track: Track, written: string): SendableMessage {
  const named = namedIn(row, track);
  if (named.kind !== 'event') return { ...named, body: JSON.parse(written) } as SendableMessage;
  const halves = parted(written);
  return {
    ...named,
    text: textOf(named, halves),
    get body() {
      return toBody(halves);
    },
  } as SendableMessage;
}

/** Reads the column `because` too. */
export function toMessage(row: Row, track: Track, written: string): Message {
  const named = namedIn(row, track);
  const body = named.kind === 'event' ? toBody(parted(written)) : JSON.parse(written);
  return { ...named, body, because: becauseIn(row) } as Message;
}

type Named = Pick<Message, 'id' | 'lane' | 'mode' | 'kind'> & { readonly metric?: string };

function namedIn(row: Row, { kind, metric }: Track): Named {
  const mode = oneOf(row, 'mode', ['live', 'silent', 'withheld']);
  const named = { id: text(row, 'id'), lane: text(row, 'lane'), mode, kind: kind as Message['kind'] };
  return kind === 'event' ? { ...named, metric } : named;
}

export function becauseIn(row: Row): Message['because'] {
  return JSON.parse(text(row, 'because'));
}

function parted(written: string): Halves {
  const seam = written.indexOf(SEAM);
  return { profile: written.slice(0, seam), event: written.slice(seam + SEAM.length) };
}

function toBody({ profile, event }: Halves): EventBody {
  const { type, attributes } = JSON.parse(event);
  return { data: { type, attributes: { ...attributes, profile: { data: JSON.parse(profile) } } } };
}
