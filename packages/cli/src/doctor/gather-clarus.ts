import type { Clarus, OrderView } from '@clarus-klaviyo/clarus';
import type { ClarusFacts, OrderFacts, Outcome } from './facts.js';
import { firstOf, OK, tried } from './outcome.js';

const LOOKED_AT = 25;

/** What the service reads; a list that may not be read is a gap in what customers hear. */
const LISTS = [
  'orders',
  'orderLines',
  'shipments',
  'packages',
  'tasks',
  'transactions',
  'stockBalances',
  'goodsInReceipts',
  'automations',
] as const;

/** Reads only, and few: some fifty requests at most. */
export async function gatherClarus(clarus: Clarus, tokenNames: () => readonly string[]): Promise<ClarusFacts> {
  const first = await tried(() => firstOf(clarus.accounts.list({ pageSize: 50 }), 200));
  if (first.outcome.kind === 'failed') return nothingOf(first.outcome, tokenNames());
  const described = await tried(() => clarus.describe());
  const lists: Record<string, Outcome> = {};
  for (const name of LISTS) {
    const isReadable = await tried(() => firstOf<unknown>(clarus[name].list({ pageSize: 1 }), 1));
    lists[name] = isReadable.outcome;
  }
  const automations = await tried(() => firstOf(clarus.automations.list({ pageSize: 100 }), 1_000));
  const receipts = await tried(() => firstOf(clarus.goodsInReceipts.list({ pageSize: 50 }), 50));
  return {
    access: OK,
    lists,
    offered: described.value?.offered ?? null,
    isIntrospectionOn: described.value === null ? null : described.value.by === 'introspection',
    accounts: (first.value ?? []).map(({ id, code }) => ({ id, code })),
    automations:
      automations.value?.map(({ id, name, resourceName, event, isEnabled }) => ({
        id,
        name,
        event: `${resourceName}.${event}`,
        isEnabled: isEnabled !== false,
      })) ?? null,
    orders: await completedOrders(clarus),
    receipts: (receipts.value ?? []).map(({ account, reference, kind, type }) => ({
      account: account === null ? null : { id: account.id, code: account.code },
      reference,
      kind: kind?.code ?? type,
    })),
    idType: await idTypeOf(clarus),
    isPagingRight: await isPagingRight(clarus),
    tokenNames: tokenNames(),
  };
}

function nothingOf(access: Outcome, tokenNames: readonly string[]): ClarusFacts {
  return {
    access,
    lists: {},
    offered: null,
    isIntrospectionOn: null,
    accounts: [],
    automations: null,
    orders: [],
    receipts: [],
    idType: null,
    isPagingRight: null,
    tokenNames,
  };
}

async function completedOrders(clarus: Clarus): Promise<readonly OrderFacts[]> {
  const filter = { goods_out_status_code: { eq: 'COMPLETED' } };
  const views = await tried(async () => {
    const orders = await firstOf(clarus.orders.list({ filter, pageSize: LOOKED_AT }), LOOKED_AT);
    return clarus.orders.viewMany(orders.map(({ id, reference }) => ({ id, reference })));
  });
  return [...(views.value?.values() ?? [])].flatMap((view) => (view === null ? [] : [orderFactsOf(view)]));
}

function orderFactsOf({ order, lines, shipments, dispatches, transactions }: OrderView): OrderFacts {
  const instants = (all: readonly (string | null)[]): readonly number[] =>
    all.flatMap((at) => (at === null || Number.isNaN(Date.parse(at)) ? [] : [Date.parse(at)]));
  const picks = instants(transactions.filter(({ subtype }) => subtype === 'PICK').map(({ createdAt }) => createdAt));
  const leaves = instants(dispatches.map(({ at }) => at));
  return {
    account: order.account === null ? null : { id: order.account.id, code: order.account.code },
    statusCode: order.statusCode,
    strategy: order.dispatchStrategy,
    hasEmail: (order.contact?.email ?? '') !== '',
    hasShopReference: (order.shopReference ?? '') !== '',
    shipments: shipments.map(({ statusCode, parcels }) => ({
      statusCode,
      parcels: parcels.length,
      tracked: parcels.filter(({ trackingNumber }) => (trackingNumber ?? '') !== '').length,
      withContents: parcels.filter(({ contents }) => contents !== null && contents.length > 0).length,
    })),
    dispatchRecords: dispatches.length,
    placedRecords: dispatches.filter(({ storageUnitId }) => storageUnitId !== null).length,
    hasFractions: lines.some(({ ordered, dispatched }) => !Number.isInteger(ordered) || !Number.isInteger(dispatched)),
    pickToDispatchMs: picks.length === 0 || leaves.length === 0 ? null : Math.min(...leaves) - Math.max(...picks),
    skus: [...new Set(lines.map(({ sku }) => sku))],
  };
}

/** Our records have text for every id; what Clarus itself sends shows only in its own answer. */
async function idTypeOf(clarus: Clarus): Promise<ClarusFacts['idType']> {
  const document = 'query DoctorIds { accounts { all(first: 1) { edges { node { id } } } } }';
  const { value } = await tried(() => clarus.query(document));
  const text = JSON.stringify(value?.data ?? null);
  return /"id":\d/.test(text) ? 'number' : /"id":"/.test(text) ? 'string' : null;
}

async function isPagingRight(clarus: Clarus): Promise<boolean | null> {
  const { value, outcome } = await tried(() => firstOf(clarus.orders.list({ pageSize: 1 }), 2));
  if (outcome.kind === 'failed') return outcome.code === 'clarus_paging' ? false : null;
  return value === null || value.length < 2 ? null : value[0]?.id !== value[1]?.id;
}
