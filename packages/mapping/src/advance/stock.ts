/** Sellable units of one SKU: down at once, up when it has held (design §5.12). */

import type { Finding } from '../findings.js';
import type { ObservationSource, StockBalance, StockInput } from '../inputs.js';
import { clockAfter, earliest, instantMs, toInstant } from '../instants.js';
import { messageId } from '../message-id.js';
import type { StockChanged } from '../milestones.js';
import type { Policy, RunSettings } from '../policy-types.js';
import { checkVersion } from './check-version.js';
import { finding } from './finding.js';

/** Plain JSON; keep it whole and hand it back. */
export interface StockState {
  readonly version: 1;
  readonly kind: 'stock';
  readonly tenant: string;
  readonly account: string;
  readonly sku: string;
  readonly clock: string | null;
  /** The newest read. */
  readonly seen: {
    readonly read: number;
    readonly balances: readonly StockBalance[];
    readonly source: ObservationSource;
    readonly receivedAt: string;
  } | null;
  /** What Klaviyo was last given; in shadow, what it would have been. */
  readonly told: { readonly quantity: number; readonly isShadow: boolean } | null;
  /** Makes each id its own, also when a changed policy reads the same balances differently. */
  readonly changes: number;
  /** An increase on its way: first seen above what was told, and its present value since. */
  readonly rise: { readonly quantity: number; readonly since: string; readonly firstAt: string } | null;
}

/** Stock of a SKU and account nobody has looked at yet. */
export function initialStock(of: {
  readonly tenant: string;
  readonly account: string;
  readonly sku: string;
}): StockState {
  return {
    version: 1,
    kind: 'stock',
    tenant: of.tenant,
    account: of.account,
    sku: of.sku,
    clock: null,
    seen: null,
    told: null,
    changes: 0,
    rise: null,
  };
}

/** What an input made of a SKU's state, and what follows from it. */
export interface StockAdvance {
  readonly state: StockState;
  readonly milestones: readonly StockChanged[];
  readonly wakeAt: string | null;
  readonly findings: readonly Finding[];
}

/**
 * Stock is a state, not an event: there is no baseline, and what was only told in shadow is told again when
 * live. A first value above nothing counts as an increase, since it may be the start of a 0→1→0.
 */
export function advanceStock(before: StockState, input: StockInput, policy: Policy, run: RunSettings): StockAdvance {
  checkVersion(before);
  const nowMs = clockAfter(before.clock, input.kind === 'time' ? input.at : input.receivedAt);
  const state: StockState = { ...before, clock: toInstant(nowMs), seen: newest(before, input) };
  if (state.seen === null || policy.stock.catalog === 'none') return { ...quiet(state), wakeAt: null };
  const refusal = refusalOf(state, policy);
  if (refusal !== null) return { ...quiet({ ...state, rise: null }), findings: [refusal] };
  const quantity = sellableUnits(state.seen.balances, policy);
  const told = before.told !== null && (run.isShadow || !before.told.isShadow) ? before.told.quantity : null;
  if (quantity === told) return quiet({ ...state, rise: null });
  if (quantity <= (told ?? 0)) return change(state, quantity, [], run);
  const now = toInstant(nowMs);
  const rise =
    before.rise?.quantity === quantity ? before.rise : { quantity, since: now, firstAt: before.rise?.firstAt ?? now };
  const dueMs = Math.min(
    (instantMs(rise.since) ?? nowMs) + policy.stock.restockHoldMs,
    (instantMs(rise.firstAt) ?? nowMs) + policy.stock.restockHoldCapMs,
  );
  if (nowMs < dueMs) return { ...quiet({ ...state, rise }), wakeAt: earliest([dueMs]) };
  return change(state, quantity, policy.stock.restockHoldMs > 0 ? ['restock'] : [], run);
}

function quiet(state: StockState): StockAdvance {
  return { state, milestones: [], wakeAt: null, findings: [] };
}

function newest({ seen }: StockState, input: StockInput): StockState['seen'] {
  if (input.kind === 'time' || (seen !== null && input.read < seen.read)) return seen;
  const { read, source, receivedAt } = input;
  const balances = input.balances.map(({ warehouse, available, allocated, ordered, received, picked }) => ({
    warehouse,
    available,
    allocated,
    ordered,
    received,
    picked,
  }));
  const isCopy = seen !== null && seen.read === read && JSON.stringify(balances) <= JSON.stringify(seen.balances);
  return isCopy ? seen : { read, balances, source, receivedAt };
}

function refusalOf({ sku }: StockState, policy: Policy): Finding | null {
  if (policy.stock.catalog === 'synced') return finding('catalog-not-writable', 'catalog');
  return toCatalogId(sku, policy) === null ? finding('sku-unmapped', sku) : null;
}

/** Klaviyo's external id of a SKU; null: it has none, or an empty one. */
export function toCatalogId(sku: string, { resolvers }: Policy): string | null {
  return (resolvers.toCatalogId === undefined ? sku : resolvers.toCatalogId(sku)) || null;
}

/** Whole units, never fewer than none: what Klaviyo does with others is not documented. */
function sellableUnits(balances: readonly StockBalance[], { resolvers, stock }: Policy): number {
  const units =
    resolvers.sellable === undefined
      ? balances
          .filter(({ warehouse }) => stock.warehouses === null || stock.warehouses.includes(warehouse))
          .reduce(
            (sum, row) => sum + row.available - (stock.sellable === 'available' ? 0 : row.allocated),
            -stock.safetyStock,
          )
      : resolvers.sellable(balances);
  return Number.isFinite(units) ? Math.max(0, Math.floor(units)) : 0;
}

function change(state: StockState, quantity: number, heldFor: readonly string[], run: RunSettings): StockAdvance {
  const { tenant, account, sku, seen, clock } = state;
  const changes = state.changes + 1;
  const at = clock ?? toInstant(0);
  const milestone: StockChanged = {
    kind: 'StockChanged',
    id: messageId(tenant, 'StockChanged', account, sku, `${seen?.read ?? 0}.${changes}`),
    tenant,
    account,
    sku,
    quantity,
    at,
    mode: run.isShadow ? 'withheld' : 'live',
    because: {
      rule: heldFor.length > 0 ? 'stock-restocked' : 'stock-changed',
      evidence: null,
      evidenceAt: null,
      source: seen?.source ?? 'manual',
      receivedAt: seen?.receivedAt ?? at,
      heldFor,
      modeReason: run.isShadow ? 'shadow' : null,
    },
  };
  const told = { quantity, isShadow: run.isShadow };
  return { ...quiet({ ...state, told, changes, rise: null }), milestones: [milestone] };
}
