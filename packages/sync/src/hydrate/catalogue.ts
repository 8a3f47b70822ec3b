/**
 * What the shop knows of products, looked up while an order is read: kept for a while, asked for once per SKU, and
 * never waited for longer than a moment. An order goes without pictures rather than late.
 */
import type { CatalogueProduct } from '@clarus-klaviyo/mapping';
import type { Clock } from '../clock.js';
import { reasonOf } from '../events.js';
import type { Store } from '../stores/store.js';

/** Products of these SKUs; those it does not know are left out. `account` is the name of the `SyncAccount`. */
export type CatalogueLookUp = (
  skus: readonly string[],
  options: { readonly account: string; readonly signal: AbortSignal },
) => Promise<readonly CatalogueProduct[]>;

export interface Catalogue {
  products(
    account: string,
    skus: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<string, CatalogueProduct>>;
}

interface CatalogueContext {
  readonly lookUp: CatalogueLookUp;
  readonly store: Store;
  readonly clock: Clock;
}

const CATALOGUE_UNAVAILABLE = 'catalogue-unavailable';
const KEPT_MS = 3_600_000;
const MAX_KEPT = 20_000;
const PATIENCE_MS = 3_000;
/** After a failure nobody waits for it again for this long. */
const PAUSE_MS = 60_000;

interface Kept {
  readonly product: CatalogueProduct | null;
  readonly untilMs: number;
}

export function createCatalogue({ lookUp, store, clock }: CatalogueContext): Catalogue {
  const kept = new Map<string, Kept>();
  const troubles = new Map<string, number>();

  function keep(name: string, product: CatalogueProduct | null): void {
    kept.delete(name);
    kept.set(name, { product, untilMs: clock.now() + KEPT_MS });
    if (kept.size > MAX_KEPT) for (const oldest of kept.keys()) if (kept.delete(oldest)) break;
  }

  async function ask(account: string, skus: readonly string[], signal: AbortSignal | undefined): Promise<void> {
    const late = new AbortController();
    const either = signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]);
    const done = new AbortController();
    const patience = clock.sleep(PATIENCE_MS, done.signal).then(
      () => {
        const timeout = new DOMException('The catalogue took too long.', 'TimeoutError');
        late.abort(timeout);
        throw timeout;
      },
      () => [],
    );
    try {
      const products = await Promise.race([lookUp(skus, { account, signal: either }), patience]);
      const found = new Map(products.map((product) => [product.sku, product]));
      for (const sku of skus) keep(nameOf(account, sku), found.get(sku) ?? null);
    } finally {
      done.abort();
    }
  }

  return {
    async products(account, skus, signal) {
      const nowMs = clock.now();
      const isFresh = (sku: string): boolean => (kept.get(nameOf(account, sku))?.untilMs ?? 0) > nowMs;
      const missing = [...new Set(skus)].filter((sku) => !isFresh(sku));
      if (missing.length > 0 && (troubles.get(account) ?? 0) <= nowMs) {
        try {
          await ask(account, missing, signal);
          if (troubles.delete(account)) await store.clear(CATALOGUE_UNAVAILABLE, account);
        } catch (error) {
          if (signal?.aborted !== true) {
            troubles.set(account, nowMs + PAUSE_MS);
            const detail = { reason: reasonOf(error) };
            await store.report(
              [{ class: CATALOGUE_UNAVAILABLE, subject: account, severity: 'warning', owner: 'ecommerce', detail }],
              nowMs,
            );
          }
        }
      }
      // What is stale is better than nothing while the shop cannot be asked.
      return new Map(
        skus.flatMap((sku) => {
          const product = kept.get(nameOf(account, sku))?.product ?? null;
          return product === null ? [] : [[sku, product] as const];
        }),
      );
    },
  };
}

function nameOf(account: string, sku: string): string {
  return `${account}\u0000${sku}`;
}
