/** Decisions and findings in words: for an explain page, an alert, a digest. English; no personal data. */
import { FINDING_TRAITS } from './advance/finding.js';
import type { Finding, FindingCode, FindingOwner } from './findings.js';
import type { Because } from './messages.js';

const RULES: Readonly<Record<string, string>> = {
  'shipment-dispatched': 'The shipment has left',
  'order-dispatched-without-shipment': 'Units of the order left, and no shipment turned up',
  'shipment-labelled': 'A label was made for the shipment',
  'tracking-added': 'A tracking number arrived after the shipment was told',
  'tracking-replaced': 'The tracking numbers are not those that were told',
  'contents-changed': 'Other units left with the shipment than those that were told',
  'label-voided': 'The label was voided after the shipment was told',
  'dispatch-reversed': 'The dispatch was undone after it was told',
  'dispatch-redone': 'The shipment left after all',
  'carrier-observed': 'The carrier said so',
  'order-fulfilled': 'Every unit left or will not come, and each shipment was told',
  'order-cancelled': 'The order was cancelled and nothing of it had left',
  'order-shorted-whole': 'The order was completed although no unit of it left',
  'record-gone-after-cancel-hook': 'The order is gone from Clarus, and a webhook had said that it was cancelled',
  'lines-cancelled': 'The order was cancelled after part of it had left',
  'lines-short': 'The order was completed short',
  'order-lines': "The order's lines changed",
  'order-reissued': 'The order was cancelled and made again under its reference',
  'order-reinstated': 'A cancellation that was told has been taken back',
  'plan-missed': 'The planned dispatch passed, and units had not left',
  'return-expected': 'A return is expected',
  'return-received': 'A line of a return came in',
  'return-abandoned': 'An expected return will not come',
  'stock-changed': 'The sellable stock changed',
  'stock-restocked': 'The sellable stock rose, and the rise held',
  'profile-flags-changed': 'What all orders say about the customer changed',
};

const EVIDENCE: Readonly<Record<string, string>> = {
  packed: 'it was packed',
  labelled: 'its label was made',
  dispatched: 'Clarus called it dispatched',
  departed: 'its load departed',
  manifested: 'its manifest was closed',
  scanned: 'the carrier scanned it',
  collected: 'the carrier collected it',
  outForDelivery: 'the carrier took it out for delivery',
  delivered: 'the carrier delivered it',
};

const HOLDS: Readonly<Record<string, string>> = {
  tracking: 'a tracking number',
  shipment: 'a shipment to turn up',
  contents: 'a read that shows its units',
  collection: 'the collection',
  evidence: 'the proof that the policy asks for',
  identity: 'an e-mail address',
  reissue: 'a new order under the same reference',
  correction: 'it to be put right',
  plan: 'the planned dispatch and its grace',
  restock: 'the rise to hold',
};

const MODES: Readonly<Record<string, string>> = {
  late: 'it came too late to start a flow, so it only went onto the timeline',
  backfill: 'it was history when the service learnt of it, so it only went onto the timeline',
  forgotten: 'the customer asked to be forgotten, so nobody was told',
  shadow: 'the service ran in shadow, so nothing was sent',
  'identity-missing': 'no e-mail address ever came, so nobody was told',
  'identity-filtered': "the address is nobody's by the policy, so nobody was told",
  'dispatch-unconfirmed': 'nothing that the policy accepts ever confirmed that it left, so nobody was told',
};

/**
 * Why a message went as it did, or did not go, in a few plain sentences. Times are the ISO instants on record.
 *
 * @example
 * explainDecision(message.because);
 * // 'The shipment has left: Clarus called it dispatched at 2026-03-02T10:00:00.000Z. It waited for a tracking number. …'
 */
export function explainDecision(because: Because): string {
  const { rule, evidence, evidenceAt, source, receivedAt, heldFor, modeReason } = because;
  const proof =
    evidence === null ? '' : `: ${EVIDENCE[evidence] ?? evidence}${evidenceAt === null ? '' : ` at ${evidenceAt}`}`;
  const waits = heldFor.map((reason) => HOLDS[reason] ?? reason);
  return [
    `${RULES[rule] ?? rule}${proof}.`,
    ...(waits.length === 0 ? [] : [`It waited for ${joined(waits)}.`]),
    `We learnt of it ${SOURCES[source] ?? `from ${source}`} at ${receivedAt}.`,
    modeReason === null ? 'It was told at once.' : `But ${MODES[modeReason] ?? modeReason}.`,
  ].join(' ');
}

const SOURCES: Readonly<Record<string, string>> = {
  webhook: 'from a webhook',
  sweep: 'from a sweep',
  carrier: 'from the carrier',
  returns: 'from the returns system',
  shop: 'from the shop',
  manual: 'by hand',
  order: 'from an order',
};

function joined(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
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
 * @example
 * const { sentence, owner, runbook } = explainFinding(finding);
 */
export function explainFinding({ code, subject, detail }: Finding): ExplainedFinding {
  return { sentence: FINDINGS[code](subject, detail), owner: FINDING_TRAITS[code][0], runbook: `findings/${code}` };
}
