/**
 * What sync needs of the two clients: the least, so that a test or another client fits as well.
 * `@clarus-klaviyo/clarus` and `@clarus-klaviyo/klaviyo` do; a type test holds them to it.
 */
import type { Contact, EventBody, OrderView, ProfileBody, VariantBody } from '@clarus-klaviyo/mapping';

/** An event's body as text, as a bulk request has it. A client that does not know it reads the body. */
export interface EventText {
  /** JSON. */
  readonly profile: string;
  /** JSON. */
  readonly event: string;
  readonly uniqueId: string | null | undefined;
  readonly isSilent: boolean;
}

/** An order, as far as a sweep reads it. */
export interface ListedOrder {
  readonly id: string;
  readonly reference: string;
  readonly statusCode: string;
  readonly expectedDispatchAt: string | null;
  readonly shopReference: string | null;
  readonly warehouse: { readonly code: string | null } | null;
  readonly contact: Contact | null;
}

/** A warehouse task, as far as a sweep reads it. */
export interface ListedTask {
  readonly id: string;
  /** Null where the tenant does not say. */
  readonly orderId: string | null;
  readonly completedAt: string | null;
  readonly account: { readonly id: string } | null;
  readonly product: { readonly code: string | null } | null;
}

interface CodedReference {
  readonly id: string;
  readonly code: string | null;
  readonly name: string | null;
}

/** A receipt, as far as it is read. */
export interface ReadReceipt {
  readonly id: string;
  readonly reference: string | null;
  readonly statusCode: string | null;
  readonly type: string | null;
  readonly kind: CodedReference | null;
  readonly expectedAt: string | null;
  readonly receivedAt: string | null;
  readonly notes: string | null;
  readonly externalReference: string | null;
  readonly account: CodedReference | null;
}

/** A receipt line, as far as it is read. */
export interface ReadReceiptLine {
  readonly id: string;
  readonly sku: string | null;
  readonly expected: number | null;
  readonly received: number | null;
}

/** What a shop calls something that Clarus has no mapping for. */
export interface ListedExternalEntity {
  readonly id: string;
  readonly code: string | null;
  readonly type: string | null;
  readonly integration: { readonly id: string; readonly name: string | null } | null;
}

/** A mapping of a shop integration, as far as a sweep reads it. */
export interface ListedMapping {
  readonly external: { readonly id: string } | null;
}

/** A carrier or shipping-rate mapping, as far as a sweep reads it. */
export interface ListedShippingMapping extends ListedMapping {
  readonly carrierId: string | null;
}

/** A product mapping of a shop integration, as far as a sweep reads it. */
export interface ListedProductMapping extends ListedMapping {
  readonly product: { readonly id: string } | null;
}

/** A stock balance, as far as a sweep reads it. */
export interface ListedBalance {
  readonly product: { readonly id: string; readonly code: string | null } | null;
  readonly account: { readonly id: string; readonly code: string | null } | null;
  readonly warehouse: { readonly id: string; readonly code: string | null } | null;
  readonly available: number;
  readonly allocated: number;
  readonly ordered: number;
  readonly received: number;
  readonly picked: number;
}

/** An order line, as far as a sweep reads it. */
export interface ListedLine {
  readonly id: string;
  readonly orderId: string | null;
  readonly orderReference: string | null;
}

interface ListOptions {
  readonly filter?: Readonly<Record<string, unknown>>;
  readonly pageSize?: number;
  readonly signal?: AbortSignal;
}

/** The least that sync asks of a Clarus client: `createClarus` fits, and so does a fake. */
export interface ClarusPort {
  readonly orders: {
    list(options?: ListOptions): AsyncIterable<ListedOrder>;
    /** Null in the map: Clarus no longer has the order. */
    viewMany(
      orders: readonly { readonly id: string; readonly reference?: string }[],
      options?: { readonly dispatchedSince?: string; readonly signal?: AbortSignal },
    ): Promise<ReadonlyMap<string, OrderView | null>>;
  };
  readonly orderLines: { list(options?: ListOptions): AsyncIterable<ListedLine> };
  readonly stockBalances: { list(options?: ListOptions): AsyncIterable<ListedBalance> };
  readonly tasks: { list(options?: ListOptions): AsyncIterable<ListedTask> };
  readonly goodsInReceipts: {
    list(options?: ListOptions): AsyncIterable<ReadReceipt>;
    /** Null: no such receipt under that reference. `lines` null: nobody names any. */
    view(
      id: string,
      options: {
        readonly reference: string;
        readonly lines?: readonly ReadReceiptLine[];
        readonly signal?: AbortSignal;
      },
    ): Promise<{ readonly receipt: ReadReceipt; readonly lines: readonly ReadReceiptLine[] | null } | null>;
  };
  readonly externalEntities: { list(options?: ListOptions): AsyncIterable<ListedExternalEntity> };
  readonly productMappings: { list(options?: ListOptions): AsyncIterable<ListedProductMapping> };
  readonly carrierMappings: { list(options?: ListOptions): AsyncIterable<ListedShippingMapping> };
  readonly shippingRateMappings: { list(options?: ListOptions): AsyncIterable<ListedShippingMapping> };
}

interface CallOptions {
  readonly signal?: AbortSignal;
  /** The outbox is the only layer that retries. */
  readonly retry: false;
  /** `backfill` leaves a fifth of the endpoint's steady window to the others. */
  readonly priority?: 'live' | 'backfill';
}

/** What became of one event of many. `not-sent`: the run ended before its turn. */
export interface EventFate {
  /** Position in what was given. */
  readonly index: number;
  readonly fate: 'accepted' | 'repeated' | 'refused' | 'unknown' | 'not-sent';
  /** Why; undefined where it was accepted. */
  readonly error: unknown;
}

interface KlaviyoListOptions {
  readonly filter?: string;
  readonly sort?: 'datetime';
  readonly pageSize?: number;
  readonly signal?: AbortSignal;
}

/** An event as Klaviyo has it. */
export interface RecordedEvent {
  readonly attributes: {
    /** ISO 8601, to the second. */
    readonly datetime?: string | null | undefined;
    readonly event_properties?: Readonly<Record<string, unknown>> | null | undefined;
  };
}

/** The least that sync asks of a Klaviyo client: `createKlaviyo` fits, and so does a fake. */
export interface KlaviyoPort {
  readonly events: {
    create(body: EventBody, options: CallOptions): Promise<unknown>;
    /**
     * In as few bulk requests as are legal: 1000 events, 5 MB, one event per lane in each. What is at fault is
     * isolated. Tells of every item once; does not throw for what Klaviyo answers.
     */
    createMany(
      items: readonly { readonly body: EventBody; readonly lane: string; readonly text?: EventText }[],
      options: CallOptions & { readonly concurrency: number; readonly onFate: (fate: EventFate) => void },
    ): Promise<unknown>;
    list(options: KlaviyoListOptions): AsyncIterable<RecordedEvent>;
  };
  readonly metrics: {
    list(options?: { readonly signal?: AbortSignal; readonly retry?: false }): AsyncIterable<{
      readonly id: string;
      readonly attributes: {
        readonly name?: string | null | undefined;
        readonly integration?: Readonly<Record<string, unknown>> | null | undefined;
      };
    }>;
  };
  readonly profiles: { upsert(body: ProfileBody, options: CallOptions): Promise<unknown> };
  readonly catalogVariants: { update(body: VariantBody, options: CallOptions): Promise<unknown> };
}
