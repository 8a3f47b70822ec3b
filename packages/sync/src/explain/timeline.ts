/** What happened to an order, in words and in order: the trail of what came and was read, the ledger of what was told. Pure. */
import { explainDecision, explainEvidence, explainHold, instantInWords } from '@clarus-klaviyo/mapping/sentences';
import { toInstant } from '../clock.js';
import { maskEmails } from '../incidents/mask.js';
import { explainIncident } from '../incidents/sentences.js';
import type { TimelineEntry } from '../operations.js';
import type { Incident, LedgerMessage, TrailEntry } from '../stores/store.js';

export interface Story {
  readonly trail: readonly TrailEntry[];
  readonly messages: readonly LedgerMessage[];
  readonly incidents: readonly Incident[];
}

interface Moment {
  readonly atMs: number;
  readonly kind: string;
  readonly sentence: string;
  readonly message?: LedgerMessage;
}

export function timelineOf({ trail, messages, incidents }: Story): readonly TimelineEntry[] {
  const moments: Moment[] = [
    ...trail.map((entry) => ({ atMs: entry.atMs, kind: entry.kind, sentence: trailSentence(entry) })),
    ...messages.flatMap(messageMoments),
    ...incidents.map((incident) => ({
      atMs: incident.firstSeenAtMs,
      kind: 'incident',
      sentence: explainIncident(incident),
    })),
  ];
  // Stable: what bears one instant stays in the order in which it must have happened.
  return moments
    .toSorted((one, other) => one.atMs - other.atMs)
    .map(({ atMs, kind, sentence, message }) => ({
      at: toInstant(atMs),
      kind,
      sentence: maskEmails(sentence),
      messageId: message?.id ?? null,
      metric: message?.metric ?? null,
    }));
}

type Detail = TrailEntry['detail'];

/** A part of a sentence, where there is something to say. */
function said(before: string, value: Detail[string] | undefined, inWords: (value: string) => string = String): string {
  return value === undefined || value === null ? '' : before + inWords(String(value));
}

const TRAIL: Readonly<Record<string, (detail: Detail) => string>> = {
  webhook: ({ hook }) => `Clarus rang${hook === undefined ? '' : `: ${hook}`}.`,
  read: ({ status, shipments }) =>
    `Read from Clarus: status ${status ?? 'unknown'}${shipments === undefined ? '' : `, shipments ${shipments}`}.`,
  gone: () => 'Clarus no longer has the order.',
  evidence: ({ evidence, shipment, at }) => {
    const what = said(': ', evidence, explainEvidence);
    return `News came of ${said('shipment ', shipment) || 'its shipments'}${what}${said(' at ', at, instantInWords)}.`;
  },
  contact: ({ source }) => `${source === 'shop' ? 'The shop' : 'Somebody'} named whom the order is for.`,
  reissued: ({ order }) => `It was cancelled and made again under its reference${said(', as order ', order)}.`,
  held: ({ reason, until }) => {
    const reasons = said(' for ', reason, (words) => words.split(', ').map(explainHold).join(', '));
    return `It waits${reasons}${said(', and is looked at again at ', until, instantInWords)}.`;
  },
  erased: () => 'The customer asked to be forgotten: their data was erased.',
};

/** An entry of a kind this version has no words for is shown as it is, not dropped. */
function trailSentence({ kind, detail }: TrailEntry): string {
  const sentence = TRAIL[kind];
  if (sentence !== undefined) return sentence(detail);
  const values = Object.entries(detail).map(([name, value]) => `${name} ${value}`);
  return values.length === 0 ? `${kind}.` : `${kind}: ${values.join(', ')}.`;
}

function messageMoments(message: LedgerMessage): readonly Moment[] {
  const { metric, because, enqueuedAtMs, settledAtMs, status, reason, mode } = message;
  const name = metric ?? message.kind;
  const decided = {
    atMs: enqueuedAtMs,
    kind: status === 'withheld' ? 'withheld' : 'decided',
    sentence: `${name}. ${explainDecision(because)}`,
    message,
  };
  if (settledAtMs === null) return [decided];
  const settled = (sentence: string): Moment => ({ atMs: settledAtMs, kind: status, sentence, message });
  switch (status) {
    case 'delivered':
      return [decided, settled(`Klaviyo accepted ${name}${mode === 'silent' ? ', onto the timeline only' : ''}.`)];
    case 'dead':
      return [decided, settled(`${name} died${reason === null ? '' : ` (${reason})`}: nobody was told.`)];
    case 'superseded':
      return [decided, settled(`${name} gave way to a newer one.`)];
    case 'withheld':
      // Its own reason is in the decision; what came over it later is not.
      return reason === null || reason === because.modeReason
        ? [decided]
        : [{ ...decided, kind: 'decided' }, settled(`${name} was withheld (${reason}): nobody was told.`)];
    case 'pending':
      return [decided];
  }
}
