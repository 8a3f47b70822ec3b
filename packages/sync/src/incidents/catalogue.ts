/**
 * What each class of incident means and what to do about it: data, for the page, the alerts, the command line and
 * the runbooks, which are one page per `runbook` key.
 */
import type { IncidentClass, IncidentOwner, IncidentSeverity } from './classes.js';

export interface IncidentEntry {
  /** A heading, without a full stop. */
  readonly title: string;
  /** What customers notice, or do not get. One or two sentences. */
  readonly meaning: string;
  /** How it is reported; a report may be milder or graver where it knows more. */
  readonly severity: IncidentSeverity;
  /** Who is best placed to act. */
  readonly owner: IncidentOwner;
  /** Who is told when it stays open. */
  readonly secondOwner: IncidentOwner;
  /** How long it may stay open before the second owner is told, in milliseconds; null: it never escalates. */
  readonly escalateAfterMs: number | null;
  /** What to do now, one sentence. */
  readonly action: string;
  /** Key of its page among the runbooks; stable. */
  readonly runbook: string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export const INCIDENT_CATALOGUE: Readonly<Record<IncidentClass, IncidentEntry>> = {
  // Work has stopped, or is about to.
  'klaviyo-refuses-key': {
    title: 'Klaviyo refuses the API key',
    meaning: 'No customer of this Klaviyo account is told anything. Messages wait and go out once the key works.',
    severity: 'error',
    owner: 'integration',
    secondOwner: 'ecommerce',
    escalateAfterMs: 30 * MINUTE_MS,
    action:
      'Give the service a private key of this account that may write events, profiles and catalogs, and restart it.',
    runbook: 'incidents/klaviyo-refuses-key',
  },
  'klaviyo-unavailable': {
    title: 'Klaviyo cannot be reached',
    meaning: 'Customers are told late. Messages wait in order and go out by themselves; none is lost.',
    severity: 'warning',
    owner: 'integration',
    secondOwner: 'ecommerce',
    escalateAfterMs: 2 * HOUR_MS,
    action: "Look at Klaviyo's status page; when it is well there, check this service's way to the internet.",
    runbook: 'incidents/klaviyo-unavailable',
  },
  'clarus-refuses-credentials': {
    title: 'Clarus refuses our credentials',
    meaning: 'No order can be read, so no customer of any brand is told anything new.',
    severity: 'error',
    owner: 'integration',
    secondOwner: 'warehouse',
    escalateAfterMs: 30 * MINUTE_MS,
    action:
      'Check in Clarus that the API client exists and is active, give the service its id and secret, and restart it.',
    runbook: 'incidents/clarus-refuses-credentials',
  },
  'clarus-unavailable': {
    title: 'Clarus cannot be reached',
    meaning: 'News waits to be read, so customers are told late. Webhooks that came are kept; none is lost.',
    severity: 'warning',
    owner: 'integration',
    secondOwner: 'warehouse',
    escalateAfterMs: HOUR_MS,
    action: 'Ask whether Clarus is down or under maintenance; reading goes on by itself.',
    runbook: 'incidents/clarus-unavailable',
  },
  'webhook-silence': {
    title: 'Clarus has stopped ringing',
    meaning: 'Nothing is lost, because the sweep still finds it, but customers hear minutes later than they could.',
    severity: 'warning',
    owner: 'integration',
    secondOwner: 'warehouse',
    escalateAfterMs: 2 * HOUR_MS,
    action: "Check in Clarus that the automations are active and call this service's address with the current secret.",
    runbook: 'incidents/webhook-silence',
  },
  'webhook-not-understood': {
    title: 'A webhook nobody understands',
    meaning: 'What it was about is heard only when the sweep finds it. The webhook is kept and can be replayed.',
    severity: 'error',
    owner: 'integration',
    secondOwner: 'warehouse',
    escalateAfterMs: 4 * HOUR_MS,
    action: "Add the automation's id to the configuration, restart, and replay what was parked.",
    runbook: 'incidents/webhook-not-understood',
  },
  'sweep-failed': {
    title: 'The sweep does not get through',
    meaning: 'What webhooks miss stays unnoticed until a sweep succeeds again.',
    severity: 'warning',
    owner: 'integration',
    secondOwner: 'warehouse',
    escalateAfterMs: 2 * HOUR_MS,
    action: 'Look at the reason; it tries again by itself every few minutes.',
    runbook: 'incidents/sweep-failed',
  },
  'record-unreadable': {
    title: 'A record that cannot be read',
    meaning: 'Its customer is told nothing new until the record can be read. It is tried again by itself.',
    severity: 'warning',
    owner: 'integration',
    secondOwner: 'warehouse',
    escalateAfterMs: 4 * HOUR_MS,
    action: 'Open the order in Clarus; if it looks right there, report the reason to the maintainers of this software.',
    runbook: 'incidents/record-unreadable',
  },
  'return-lines-unknown': {
    title: 'A return whose goods nobody names',
    meaning: 'Its customer is not told that it was expected or came in: Clarus shows the return without its lines.',
    severity: 'warning',
    owner: 'integration',
    secondOwner: 'warehouse',
    escalateAfterMs: DAY_MS,
    action: "Ask Clarus to let the API user read a receipt's lines, or send webhooks that carry them.",
    runbook: 'incidents/return-lines-unknown',
  },
  'decide-failed': {
    title: 'Deciding about a record failed',
    meaning: 'Its customer is told nothing new. Other orders are not affected.',
    severity: 'error',
    owner: 'integration',
    secondOwner: 'ecommerce',
    escalateAfterMs: 4 * HOUR_MS,
    action: 'This is a fault in our software or in a resolver of yours: report the class and the reason.',
    runbook: 'incidents/decide-failed',
  },
  'alerts-undelivered': {
    title: 'Alerts do not get through',
    meaning: 'Customers are told as always. But nobody is told of incidents, except by this page.',
    severity: 'error',
    owner: 'integration',
    secondOwner: 'ecommerce',
    escalateAfterMs: null,
    action: 'Check the address and the secret of the alert sink; alerts are tried again by themselves.',
    runbook: 'incidents/alerts-undelivered',
  },

  // A customer was told nothing, or not the truth.
  'dead-letter': {
    title: 'A message that will not be sent',
    meaning: 'Klaviyo refused the message, or it waited longer than its news was worth. The customer has not heard it.',
    severity: 'error',
    owner: 'integration',
    secondOwner: 'ecommerce',
    escalateAfterMs: 4 * HOUR_MS,
    action: 'Look at the reason, mend what it names, and replay the message.',
    runbook: 'incidents/dead-letter',
  },
  'klaviyo-dropped-silently': {
    title: 'Klaviyo took a message and does not have it',
    meaning: 'Klaviyo accepted the event twice and shows it on no timeline, so no flow has started for the customer.',
    severity: 'error',
    owner: 'integration',
    secondOwner: 'ecommerce',
    escalateAfterMs: 4 * HOUR_MS,
    action: "Compare the event's properties and e-mail address with Klaviyo's rules, then ask Klaviyo's support.",
    runbook: 'incidents/klaviyo-dropped-silently',
  },
  'dispatched-not-told': {
    title: 'Dispatched, and the customer was not told',
    meaning: 'The parcel is on its way and its customer has heard nothing.',
    severity: 'error',
    owner: 'integration',
    secondOwner: 'ecommerce',
    escalateAfterMs: 2 * HOUR_MS,
    action: "Look at the order's timeline: it says what is waited for.",
    runbook: 'incidents/dispatched-not-told',
  },
  'shipped-after-cancel': {
    title: 'Shipped after it was told cancelled',
    meaning:
      'The customer was told that the order is cancelled, and then a parcel left. They are told of the parcel too.',
    severity: 'error',
    owner: 'warehouse',
    secondOwner: 'ecommerce',
    escalateAfterMs: 2 * HOUR_MS,
    action: 'Write to the customer, and check whether the refund still stands.',
    runbook: 'findings/shipped-after-cancel',
  },
  'cancel-withdrawn': {
    title: 'A cancellation was taken back',
    meaning: 'The customer was told that the order is cancelled, and it is open again.',
    severity: 'warning',
    owner: 'ecommerce',
    secondOwner: 'warehouse',
    escalateAfterMs: DAY_MS,
    action: 'Write to the customer that the order will come after all.',
    runbook: 'findings/cancel-withdrawn',
  },
  'account-unrouted': {
    title: 'A Clarus account that belongs to no Klaviyo account',
    meaning: 'Customers of this Clarus account are told nothing at all.',
    severity: 'error',
    owner: 'integration',
    secondOwner: 'ecommerce',
    escalateAfterMs: 4 * HOUR_MS,
    action: 'Add the account to the configuration, or say there that it is meant to be silent.',
    runbook: 'findings/account-unrouted',
  },
  'identity-missing': {
    title: 'An order without an e-mail address',
    meaning: 'Its customer cannot be told anything until the order has an address.',
    severity: 'warning',
    owner: 'ecommerce',
    secondOwner: 'integration',
    escalateAfterMs: DAY_MS,
    action: "Add the customer's e-mail address to the order in Clarus; it is picked up by itself.",
    runbook: 'findings/identity-missing',
  },
  'identity-filtered': {
    title: 'An address that stands for nobody',
    meaning: 'The address is one of those your policy leaves out, so nobody is told.',
    severity: 'info',
    owner: 'ecommerce',
    secondOwner: 'integration',
    escalateAfterMs: null,
    action: 'Nothing, if that is meant; otherwise change the filter in the policy.',
    runbook: 'findings/identity-filtered',
  },
  'late-news': {
    title: 'News that came too late',
    meaning: 'It stands on the timeline in Klaviyo and started no flow: the customer got no message.',
    severity: 'warning',
    owner: 'integration',
    secondOwner: 'warehouse',
    escalateAfterMs: null,
    action: 'Find out why it came late: the timeline shows when it was true and when it was heard.',
    runbook: 'findings/late-news',
  },

  // The warehouse's side.
  'observation-unclaimed': {
    title: 'News of an order nobody knows',
    meaning:
      'A carrier, the shop or a person said something of an order that Clarus never showed. Its customer is told nothing of it.',
    severity: 'warning',
    owner: 'integration',
    secondOwner: 'ecommerce',
    escalateAfterMs: DAY_MS,
    action: 'Compare the references that were fed in with those in Clarus: they are probably of another system.',
    runbook: 'incidents/observation-unclaimed',
  },
  'catalogue-unavailable': {
    title: 'The shop does not answer for its products',
    meaning: 'Events go out without pictures, links and prices until it answers again. None is held up.',
    severity: 'warning',
    owner: 'ecommerce',
    secondOwner: 'integration',
    escalateAfterMs: 4 * HOUR_MS,
    action: 'Check the look-up of products that was given to the service, and the shop behind it.',
    runbook: 'incidents/catalogue-unavailable',
  },
  'order-stuck': {
    title: 'An order that does not move',
    meaning: 'It was released to the warehouse and has not left for longer than it should. Its customer is waiting.',
    severity: 'warning',
    owner: 'warehouse',
    secondOwner: 'ecommerce',
    escalateAfterMs: DAY_MS,
    action: 'Find the order in the warehouse: what is it waiting for?',
    runbook: 'incidents/order-stuck',
  },
  'label-without-dispatch': {
    title: 'A label without a dispatch',
    meaning:
      'The parcel has a label, and Clarus does not say that it left. If it did leave, its customer does not know.',
    severity: 'warning',
    owner: 'warehouse',
    secondOwner: 'ecommerce',
    escalateAfterMs: DAY_MS,
    action: 'If the parcel has left, confirm its dispatch in Clarus; if it has not, find it.',
    runbook: 'incidents/label-without-dispatch',
  },
  'dispatch-unconfirmed': {
    title: 'Dispatched in Clarus, without the proof you ask for',
    meaning: 'The customer was not told, because no scan, manifest or collection showed that the parcel left.',
    severity: 'warning',
    owner: 'integration',
    secondOwner: 'warehouse',
    escalateAfterMs: DAY_MS,
    action: "Check that the carrier collected it, and that the carrier's data reaches this service.",
    runbook: 'findings/dispatch-unconfirmed',
  },
  'dispatch-looks-like-label': {
    title: 'Dispatch seems to mean "labelled"',
    meaning: 'Customers may be told "it is on its way" while the parcel is still in the warehouse.',
    severity: 'error',
    owner: 'ecommerce',
    secondOwner: 'warehouse',
    escalateAfterMs: 3 * DAY_MS,
    action:
      'Ask the warehouse what completes a dispatch there, and set `dispatchStrategy` and `shippedWhen` in the policy.',
    runbook: 'findings/dispatch-looks-like-label',
  },
  'dispatch-strategy-unconfirmed': {
    title: 'Nobody has said how dispatch is completed',
    meaning: 'Customers are told when Clarus calls a shipment dispatched. Whether it has left by then is not known.',
    severity: 'warning',
    owner: 'integration',
    secondOwner: 'warehouse',
    escalateAfterMs: 3 * DAY_MS,
    action: 'Ask the warehouse, and state `dispatchStrategy` in the policy.',
    runbook: 'findings/dispatch-strategy-unconfirmed',
  },
  'dispatched-without-shipment': {
    title: 'Units left without a shipment',
    meaning: 'The customer is told that the order left, without parcels and without tracking.',
    severity: 'warning',
    owner: 'warehouse',
    secondOwner: 'integration',
    escalateAfterMs: DAY_MS,
    action: 'Book the shipment in Clarus for what has left; the customer is then sent its tracking.',
    runbook: 'findings/dispatched-without-shipment',
  },
  'fulfilment-mismatch': {
    title: 'Shipments and lines contradict each other',
    meaning: 'The customer may be told of fewer or more units than arrive.',
    severity: 'warning',
    owner: 'warehouse',
    secondOwner: 'integration',
    escalateAfterMs: DAY_MS,
    action: 'Compare the dispatched quantities of the lines with the parcels of the shipments in Clarus.',
    runbook: 'findings/fulfilment-mismatch',
  },
  'items-ambiguous': {
    title: 'Nobody can tell what is in which parcel',
    meaning: 'The message about the parcel lists no items, only those of the whole order.',
    severity: 'info',
    owner: 'integration',
    secondOwner: 'warehouse',
    escalateAfterMs: null,
    action:
      'Ask Clarus to expose parcel contents or dispatch transactions to the API client; `doctor` says what is reachable.',
    runbook: 'findings/items-ambiguous',
  },
  'tracking-missing': {
    title: 'Told without a tracking number',
    meaning: 'The customer knows that the parcel left and cannot follow it. A number that comes later is sent on.',
    severity: 'warning',
    owner: 'warehouse',
    secondOwner: 'integration',
    escalateAfterMs: DAY_MS,
    action: 'Enter the tracking number in Clarus, or check that the carrier integration returns it.',
    runbook: 'findings/tracking-missing',
  },
  'ship-method-unmapped': {
    title: 'A carrier or service without a name',
    meaning: 'Customers read a code such as "DPD_12" in their message instead of the name of the carrier.',
    severity: 'info',
    owner: 'ecommerce',
    secondOwner: 'integration',
    escalateAfterMs: 3 * DAY_MS,
    action: 'Give the code a name in the policy.',
    runbook: 'findings/ship-method-unmapped',
  },
  'order-edited-after-dispatch': {
    title: 'An order was changed after part of it had left',
    meaning: 'What the customer was told first no longer matches the order. They are told of the change.',
    severity: 'info',
    owner: 'warehouse',
    secondOwner: 'ecommerce',
    escalateAfterMs: null,
    action: 'Check that the change was meant.',
    runbook: 'findings/order-edited-after-dispatch',
  },
  'order-gone': {
    title: 'An order is gone from Clarus',
    meaning: 'Its customer is told nothing more, and was not told of a cancellation either.',
    severity: 'warning',
    owner: 'warehouse',
    secondOwner: 'ecommerce',
    escalateAfterMs: DAY_MS,
    action: 'Find out who deleted it and why; if it was cancelled, tell the customer.',
    runbook: 'findings/order-gone',
  },
  'unknown-status': {
    title: 'A status nobody has explained',
    meaning: 'Orders in this status are treated as open; if it means finished or cancelled, customers are not told so.',
    severity: 'info',
    owner: 'integration',
    secondOwner: 'warehouse',
    escalateAfterMs: 3 * DAY_MS,
    action: 'Ask the warehouse what it means, and add it to `statuses` in the policy.',
    runbook: 'findings/unknown-status',
  },
  'return-unresolved': {
    title: 'A return that belongs to no order',
    meaning: 'Its customer is not told that the return arrived.',
    severity: 'warning',
    owner: 'ecommerce',
    secondOwner: 'warehouse',
    escalateAfterMs: DAY_MS,
    action: "Write the order's reference onto the return in Clarus.",
    runbook: 'findings/return-unresolved',
  },

  // Klaviyo's and the shop's side.
  'sku-unmapped': {
    title: "A SKU that Klaviyo's catalogue does not have",
    meaning: 'Its stock is not shown in Klaviyo, and nobody waiting for it is told that it is back.',
    severity: 'warning',
    owner: 'ecommerce',
    secondOwner: 'integration',
    escalateAfterMs: 3 * DAY_MS,
    action: "Add the variant to Klaviyo's catalogue, or map the SKU with `toCatalogId`.",
    runbook: 'findings/sku-unmapped',
  },
  'catalog-not-writable': {
    title: "Klaviyo's catalogue belongs to the shop",
    meaning: 'Stock reaches Klaviyo through the shop platform only; this service cannot write it.',
    severity: 'warning',
    owner: 'ecommerce',
    secondOwner: 'integration',
    escalateAfterMs: null,
    action: "Set the policy's stock catalogue to `none`, and let the shop's integration carry stock.",
    runbook: 'findings/catalog-not-writable',
  },
  'metric-name-clash': {
    title: 'Two integrations use one metric name',
    meaning: 'A flow bound to the other metric of that name does not start for what the warehouse tells.',
    severity: 'warning',
    owner: 'ecommerce',
    secondOwner: 'integration',
    escalateAfterMs: 3 * DAY_MS,
    action: 'Bind each flow to the right one of the two, or give ours another name in the policy.',
    runbook: 'findings/metric-name-clash',
  },
};

/** True for a class of this version; a store may hold one of an older or newer version. */
export function isIncidentClass(name: string): name is IncidentClass {
  return Object.hasOwn(INCIDENT_CATALOGUE, name);
}

/** What is said of a class this version does not know. */
export const UNKNOWN_CLASS: IncidentEntry = {
  title: 'Something this version has no words for',
  meaning: 'Another version of this software reported it.',
  severity: 'warning',
  owner: 'integration',
  secondOwner: 'ecommerce',
  escalateAfterMs: null,
  action: 'Update this software, or resolve the incident if its cause is gone.',
  runbook: 'incidents/unknown-class',
};

export function entryOf(name: string): IncidentEntry {
  return isIncidentClass(name) ? INCIDENT_CATALOGUE[name] : UNKNOWN_CLASS;
}
