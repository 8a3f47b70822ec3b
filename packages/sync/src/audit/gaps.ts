/** What keeps one order from being told well, as gaps a business reader can close. Pure. */
import type { Finding, Policy, RunSettings } from '@clarus-klaviyo/mapping';
import type { OrderRow } from '../decide/rows.js';
import { isClosedStatus } from '../decide/status.js';
import { standingOf } from '../explain/waiting.js';
import type { AuditGap } from '../operations.js';

type GapKind = AuditGap['kind'];

const SENTENCES: Readonly<Record<GapKind, (subject: string, count: number) => string>> = {
  'sku-unmapped': (sku, count) => `SKU ${sku} has no variant in Klaviyo's catalogue (${times(count)}).`,
  'ship-method-unmapped': (carrier, count) =>
    `Carrier ${carrier} has no name that customers could read: they read its code (${times(count)}).`,
  'order-without-email': (account, count) => `${orders(count)} of ${account} had no e-mail address to tell anybody at.`,
  'return-without-order': (subject) => `Return ${subject} names no order that can be found.`,
  'order-short': (account, count) => `${orders(count)} of ${account} left with less than was ordered.`,
  'order-edited': (account, count) => `${orders(count)} of ${account} were changed after they were placed.`,
  'automation-missing': (event) => `No automation rings for ${event}: only a sweep finds it, minutes later.`,
};

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function orders(count: number): string {
  return count === 1 ? 'One order' : `${count} orders`;
}

/** Counts gaps of one kind, subject and account together. */
export class GapList {
  readonly #counts = new Map<
    string,
    { readonly kind: GapKind; readonly subject: string; readonly account: string | null; count: number }
  >();

  add(kind: GapKind, subject: string, account: string | null): void {
    const name = JSON.stringify([kind, subject, account]);
    const gap = this.#counts.get(name) ?? { kind, subject, account, count: 0 };
    gap.count += 1;
    this.#counts.set(name, gap);
  }

  /** The most frequent first. */
  gaps(): readonly AuditGap[] {
    return [...this.#counts.values()]
      .toSorted(
        (one, other) =>
          other.count - one.count || one.kind.localeCompare(other.kind) || one.subject.localeCompare(other.subject),
      )
      .map(({ kind, subject, account, count }) => ({
        kind,
        subject,
        account,
        count,
        sentence: SENTENCES[kind](subject, count),
      }));
  }
}

const OF_FINDINGS: Partial<Readonly<Record<Finding['code'], GapKind>>> = {
  'ship-method-unmapped': 'ship-method-unmapped',
  'identity-missing': 'order-without-email',
  'order-edited-after-dispatch': 'order-edited',
};

export interface OrderFacts {
  readonly policy: Policy;
  readonly run: RunSettings;
  readonly nowMs: number;
}

/** Adds what is wrong with this order. Orders count per account; what can be mended once for all counts by its name. */
export function addOrderGaps(gaps: GapList, row: OrderRow, { policy, run, nowMs }: OrderFacts): void {
  if (row.state === null || row.account === null) return;
  const { account, isForgotten } = row;
  const { facts, told } = row.state;
  const kinds = new Set<GapKind>();
  for (const { code, subject } of standingOf(row.state, { policy, run, nowMs, isForgotten }).findings) {
    const kind = OF_FINDINGS[code];
    if (kind === 'ship-method-unmapped') gaps.add(kind, subject, account);
    else if (kind !== undefined) kinds.add(kind);
  }
  const lines = facts.lines?.value ?? [];
  const isShort =
    lines.some(({ ordered, dispatched }) => dispatched < ordered) && lines.some((line) => line.dispatched > 0);
  if (isShort && isClosedStatus(row.statusCode, policy)) kinds.add('order-short');
  if (told.edits > 0 || told.isEditedAfterDispatch) kinds.add('order-edited');
  for (const kind of kinds) gaps.add(kind, account, account);
  const { toCatalogId } = policy.resolvers;
  if (policy.stock.catalog !== 'custom' || toCatalogId === undefined) return;
  for (const sku of new Set(lines.map((line) => line.sku))) {
    if (toCatalogId(sku) === null) gaps.add('sku-unmapped', sku, account);
  }
}
