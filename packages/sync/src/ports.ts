/**
 * What sync needs of the two clients: the least, so that a test or another client fits as well.
 * `@clarus-klaviyo/clarus` and `@clarus-klaviyo/klaviyo` do; a type test holds them to it.
 */
import type { EventBody, OrderView, ProfileBody, VariantBody } from '@clarus-klaviyo/mapping';

export interface ListedOrder {
  readonly id: string;
  readonly reference: string;
  readonly statusCode: string;
}

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

export interface ListedLine {
  readonly id: string;
  readonly orderId: string | null;
}

interface ListOptions {
  readonly filter?: Readonly<Record<string, unknown>>;
  readonly pageSize?: number;
  readonly signal?: AbortSignal;
}

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
}

interface CallOptions {
  readonly signal?: AbortSignal;
  /** The outbox is the only layer that retries. */
  readonly retry: false;
  readonly priority?: 'live' | 'bulk';
}

export interface KlaviyoPort {
  readonly events: {
    create(body: EventBody, options: CallOptions): Promise<unknown>;
    /** One bulk request; a refusal is thrown as it is, and nothing of the request was taken. */
    createBatch(bodies: readonly EventBody[], options: CallOptions): Promise<unknown>;
  };
  readonly profiles: { upsert(body: ProfileBody, options: CallOptions): Promise<unknown> };
  readonly catalogVariants: { update(body: VariantBody, options: CallOptions): Promise<unknown> };
}
