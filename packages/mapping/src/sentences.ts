/** Decisions and findings in words: for an explain page, an alert, a digest. English; no personal data. */
import { FINDING_TRAITS } from './advance/finding.js';
import { EVIDENCE, HOLDS, MODES, RULES, SOURCES } from './decision-words.js';
import type { Finding, FindingCode, FindingOwner } from './findings.js';
import { instantInWords } from './instants.js';
import type { Because } from './messages.js';
import { own } from './own.js';

/**
 * Why a message went as it did, or did not go, in a few plain sentences. Times are to the minute; the exact ones are in
 * `because`.
 *
 * @example
 * explainDecision(message.because);
 * // 'The shipment has left: Clarus called it dispatched at 2026-03-02 10:00 UTC. It waited for a tracking number. …'
 */
export function explainDecision(because: Because): string {
  const { rule, evidence, evidenceAt, source, receivedAt, heldFor, modeReason } = because;
  const provenAt = evidenceAt === null ? '' : ` at ${instantInWords(evidenceAt)}`;
  const proof = evidence === null ? '' : `: ${EVIDENCE[evidence] ?? evidence}${provenAt}`;
  const waits = heldFor.map(explainHold);
  return [
    `${RULES[rule] ?? rule}${proof}.`,
    ...(waits.length === 0 ? [] : [`It waited for ${joined(waits)}.`]),
    `We learnt of it ${SOURCES[source] ?? `from ${source}`} at ${instantInWords(receivedAt)}.`,
    modeReason === null ? 'It was told at once.' : `But ${MODES[modeReason] ?? modeReason}.`,
  ].join(' ');
}

function joined(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/**
 * What is being waited for, by the word that `Because.heldFor` and a state's holds use.
 *
 * @example
 * explainHold('tracking'); // 'a tracking number'
 */
export function explainHold(reason: string): string {
  return own<string>(HOLDS, reason) ?? reason;
}

export { instantInWords };

/**
 * What became known of a parcel, by the word that evidence is fed in with.
 *
 * @example
 * explainEvidence('scanned'); // 'the carrier scanned it'
 */
export function explainEvidence(evidence: string): string {
  return own<string>(EVIDENCE, evidence) ?? evidence;
}

/** A finding as a person reads it. */
export interface ExplainedFinding {
  readonly sentence: string;
  /** Who is best placed to act. */
  readonly owner: FindingOwner;
  /** Names the page of the runbook that says what to do; stable. */
  readonly runbook: string;
}

type Detail = Finding['detail'];

const FINDINGS: Readonly<Record<FindingCode, (subject: string, detail: Detail) => string>> = {
  'account-unrouted': (subject) =>
    `Clarus account ${subject} is routed to no Klaviyo account, so everything about it is withheld.`,
  'cancel-withdrawn': (subject) => `Order ${subject} is open again after its customer was told that it was cancelled.`,
  'catalog-not-writable': () =>
    "Klaviyo's catalogue is synced from a shop platform, and its API cannot write it: stock goes there through the shop.",
  'dispatch-looks-like-label': (subject, detail) =>
    detail['orders'] === undefined
      ? `Order ${subject} was completed when its label was made, and the policy does not say what counts as shipped.`
      : `For account ${subject}, ${detail['atLabel']} of ${detail['orders']} orders were completed within a minute of their label: dispatch there is not departure.`,
  'dispatch-strategy-unconfirmed': (subject, { assumed }) =>
    `How account ${subject} completes dispatch is neither stated nor readable; "${assumed}" is assumed.`,
  'dispatch-unconfirmed': (subject, { shipments }) =>
    `Clarus called shipment ${shipments} of order ${subject} dispatched, and no proof that the policy accepts ever came.`,
  'dispatched-without-shipment': (subject) => `Units of order ${subject} left, and Clarus has no shipment for them.`,
  'fulfilment-mismatch': (subject) => `Shipments and lines of order ${subject} contradict each other.`,
  'identity-filtered': (subject) => `The e-mail address of ${subject} is nobody's by the policy, so nobody is told.`,
  'identity-missing': (subject) => `${subject} has no e-mail address to tell anybody at.`,
  'items-ambiguous': (subject, { shipments }) =>
    `Nobody can tell which units of order ${subject} left with shipment ${shipments}, so its message lists none.`,
  'late-news': (subject) => `News about ${subject} came too late to start a flow.`,
  'metric-name-clash': (subject, { integration }) =>
    `Klaviyo already has a metric "${subject}" from ${integration}: bind each flow to one of the two.`,
  'order-edited-after-dispatch': (subject) => `The lines of order ${subject} were changed after part of it had left.`,
  'order-gone': (subject) => `Order ${subject} is gone from Clarus, and nothing says why.`,
  'return-unresolved': (subject) => `Return ${subject} names no order that can be found, so nobody is told of it.`,
  'ship-method-unmapped': (subject) =>
    `Carrier ${subject} has no name in Clarus or in the policy, so customers read its code.`,
  'shipped-after-cancel': (subject, { shipments }) =>
    `Shipment ${shipments} of order ${subject} left after the customer was told that it was cancelled.`,
  'sku-unmapped': (subject) => `SKU ${subject} has no variant in Klaviyo's catalogue.`,
  'tracking-missing': (subject, { shipments }) =>
    `Shipment ${shipments} of order ${subject} was told without a tracking number.`,
  'unknown-status': (subject, { order }) =>
    `Order ${order} has the status "${subject}", which nobody has explained; it is treated as open.`,
};

/**
 * What a finding says, who should act on it, and where the runbook is.
 *
 * @example
 * const { sentence, owner, runbook } = explainFinding(finding);
 */
export function explainFinding({ code, subject, detail }: Finding): ExplainedFinding {
  return { sentence: FINDINGS[code](subject, detail), owner: FINDING_TRAITS[code][0], runbook: `findings/${code}` };
}
