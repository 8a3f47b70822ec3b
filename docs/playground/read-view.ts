/** An order view as a person pastes it: decoded with every mistake named, never half believed. */
import type { OrderView } from '@clarus-klaviyo/mapping';

export type ReadView =
  | { readonly kind: 'view'; readonly view: OrderView }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly string[] };

type Check = (value: unknown, path: string, mistakes: string[]) => void;

const text: Check = (value, path, mistakes) => {
  if (typeof value !== 'string') mistakes.push(`${path}: should be text.`);
};
const number: Check = (value, path, mistakes) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) mistakes.push(`${path}: should be a number.`);
};
const flag: Check = (value, path, mistakes) => {
  if (typeof value !== 'boolean') mistakes.push(`${path}: should be true or false.`);
};

function orNull(check: Check): Check {
  return (value, path, mistakes) => {
    if (value !== null) check(value, path, mistakes);
  };
}

function listOf(check: Check): Check {
  return (value, path, mistakes) => {
    if (!Array.isArray(value)) mistakes.push(`${path}: should be a list.`);
    else for (const [index, one] of value.entries()) check(one, `${path}[${index}]`, mistakes);
  };
}

function record(members: Readonly<Record<string, Check>>): Check {
  return (value, path, mistakes) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      mistakes.push(`${path === '' ? 'The view' : path}: should be an object.`);
      return;
    }
    for (const [name, check] of Object.entries(members)) {
      const at = path === '' ? name : `${path}.${name}`;
      const member: unknown = (value as Readonly<Record<string, unknown>>)[name];
      if (member === undefined) mistakes.push(`${at}: is missing. Write null where nothing is known.`);
      else check(member, at, mistakes);
    }
  };
}

const coded = record({ id: text, code: orNull(text), name: orNull(text) });
const isOrderView = record({
  order: record({
    id: text,
    reference: text,
    statusCode: text,
    expectedDispatchAt: orNull(text),
    account: orNull(coded),
    warehouse: orNull(coded),
    carrier: orNull(coded),
    dispatchStrategy: orNull(text),
    shopReference: orNull(text),
    contact: orNull(record({ email: orNull(text), phone: orNull(text), countryCode: orNull(text) })),
  }),
  lines: listOf(
    record({ id: text, productId: text, sku: text, productName: orNull(text), ordered: number, dispatched: number }),
  ),
  shipments: listOf(
    record({
      id: text,
      reference: orNull(text),
      statusCode: orNull(text),
      carrier: orNull(coded),
      service: orNull(coded),
      plannedCollectionAt: orNull(text),
      hasLabel: flag,
      parcels: listOf(
        record({
          id: text,
          trackingNumber: orNull(text),
          storageUnitId: orNull(text),
          contents: orNull(listOf(record({ sku: text, quantity: number }))),
        }),
      ),
    }),
  ),
  dispatches: listOf(
    record({
      id: text,
      sku: text,
      quantity: number,
      at: orNull(text),
      notBefore: orNull(text),
      storageUnitId: orNull(text),
    }),
  ),
});

export function readView(json: string): ReadView {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return {
      kind: 'mistakes',
      mistakes: [`This is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`],
    };
  }
  const mistakes: string[] = [];
  isOrderView(value, '', mistakes);
  return mistakes.length === 0 ? { kind: 'view', view: value as OrderView } : { kind: 'mistakes', mistakes };
}
