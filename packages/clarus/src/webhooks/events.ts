/** The events an automation can act on, by resource. Clarus reference, `POST /api/automations`. */
export interface AutomationEvents {
  readonly goods_out: 'created' | 'completed' | 'updated' | 'processed' | 'cancelled';
  readonly goods_in: 'completed' | 'created' | 'cancelled' | 'moved_to_part';
  readonly goods_out_pick_list: 'completed' | 'created' | 'cancelled' | 'picked';
  readonly load_drop: 'dispatched';
  readonly stock_balance: 'updated';
  readonly stock:
    | 'positively_adjusted'
    | 'negatively_adjusted'
    | 'placed_on_hold'
    | 'released_from_hold'
    | 'received'
    | 'unreceived'
    | 'dispatched'
    | 'undispatched'
    | 'account_transferred'
    | 'picked';
  readonly putaway_task: 'completed';
  readonly failure_event_log: 'created';
  readonly invoice: 'submitted' | 'authorised' | 'paid';
  readonly ftp_file: 'uploaded';
  readonly ftp_import: 'failed';
}

/** Kinds of record that Clarus documents webhooks for. */
export type WebhookResource = keyof AutomationEvents;

/** Kept open: Clarus's reference leaves `event` a free string. */
type OpenEvent<Known extends string> = Known | (string & {});

const RESOURCES: Readonly<Record<WebhookResource, true>> = {
  goods_out: true,
  goods_in: true,
  goods_out_pick_list: true,
  load_drop: true,
  stock_balance: true,
  stock: true,
  putaway_task: true,
  failure_event_log: true,
  invoice: true,
  ftp_file: true,
  ftp_import: true,
};

export function isWebhookResource(word: string): word is WebhookResource {
  return Object.hasOwn(RESOURCES, word);
}

/** How the recipient can be reached, as far as a body says so. Never `''`. */
export interface WebhookContact {
  readonly email: string | null;
  readonly phone: string | null;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly countryCode: string | null;
}

/** Something a body names by id, by code or by both. */
export interface WebhookReference {
  readonly id: string | null;
  readonly code: string | null;
}

/** What any body may say. No body is documented: each of these can be null, whatever the event. */
export interface WebhookFacts {
  /** The record's id. */
  readonly recordId: string | null;
  readonly reference: string | null;
  /** The order concerned: the record itself for `goods_out`, the one it names for others. */
  readonly orderId: string | null;
  readonly account: WebhookReference | null;
  /** `code` is the SKU. */
  readonly product: WebhookReference | null;
  readonly warehouse: WebhookReference | null;
  readonly contact: WebhookContact | null;
  /** The record as it came, unwrapped; null when the body holds no single record. */
  readonly record: Readonly<Record<string, unknown>> | null;
}

/** A call of an automation whose resource is known. Treat it as a doorbell: read the record before acting on it. */
export type KnownWebhookEvent = {
  readonly [Resource in WebhookResource]: WebhookFacts & {
    readonly resource: Resource;
    readonly event: OpenEvent<AutomationEvents[Resource]>;
    /** `goods_out.completed` */
    readonly name: string;
  };
}[WebhookResource];

/** A normal case, not a failure: keep the body, map the automation, decode again. */
export interface UnknownWebhookEvent extends WebhookFacts {
  readonly resource: 'unknown';
  readonly event: null;
  /** What the registry says of the automation, when it says something this version does not know. */
  readonly name: string | null;
  readonly reason: 'automation-unmapped' | 'resource-unknown' | 'body-not-json' | 'body-not-one-record';
}

/** A webhook as far as it can be understood; `unknown` is a normal case. */
export type WebhookEvent = KnownWebhookEvent | UnknownWebhookEvent;
