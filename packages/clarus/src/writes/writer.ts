/** What the write operations share: ids, answers, addresses, and the words of the tenant's dialect. */
import type { Dialect } from '../config.js';
import { ClarusDecodeError } from '../errors.js';
import type { Address, AddressRelationship } from '../operations.generated.js';
import type { Requester, RestAnswer } from '../request.js';

/** What a write operation needs of a client. */
export interface Writer extends Requester {
  readonly dialect: Dialect;
}

/** Beside what a call is about. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** What a write answers: the record's id, and the part of its attributes that Clarus repeats, in Clarus's own names. */
export interface Written {
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** @throws {ClarusDecodeError} the answer names no record: it may have been written all the same. */
export function writtenBy({ record, status, requestId }: RestAnswer): Written {
  if (record === null || record.id === null) throw new ClarusDecodeError('data.id', 'no id', { status, requestId });
  return { id: record.id, attributes: record.attributes };
}

/** For a record whose id is known: some updates answer with nothing. */
export function writtenTo(id: string, { record }: RestAnswer): Written {
  return { id, attributes: record?.attributes ?? {} };
}

/** Ids are strings here and integers in Clarus's schemas. @throws {RangeError} */
export function wireId(id: string, name: string): number {
  const value = /^\d+$/.test(id) ? Number(id) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw new RangeError(`${name} must be a whole number`);
  return value;
}

type Given<T> = { readonly [Name in keyof T]: Exclude<T[Name], undefined> };

/** Leaves out what is undefined: Clarus asks for unknown fields to be left out, and `null` would clear. */
export function given<T extends object>(fields: T): Partial<Given<T>> {
  // Every name that is left has the value it had.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Given<T>>;
}

export function optionalWireId(id: string | undefined, name: string): number | undefined {
  return id === undefined ? undefined : wireId(id, name);
}

/** Above zero, as every quantity Clarus takes must be. @throws {RangeError} */
export function positive(quantity: number, name: string): number {
  if (!(quantity > 0 && Number.isFinite(quantity))) throw new RangeError(`${name} must be above zero`);
  return quantity;
}

/** Where goods go to or come from, and who is told. */
export interface PostalAddress {
  readonly name?: string;
  readonly line1?: string;
  readonly line2?: string;
  readonly town?: string;
  readonly county?: string;
  readonly line5?: string;
  readonly postcode?: string;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode?: string;
  /** For delivery notifications. */
  readonly email?: string;
  readonly phone?: string;
}

/** An address travels beside the attributes, never among them. */
export function addressBeside(address: PostalAddress | undefined): { readonly relationships?: AddressRelationship } {
  if (address === undefined) return {};
  const attributes: Address = given({
    name: address.name,
    address_1: address.line1,
    address_2: address.line2,
    address_3: address.town,
    address_4: address.county,
    address_5: address.line5,
    postcode: address.postcode,
    country_code: address.countryCode,
    email_address: address.email,
    phone_number: address.phone,
  });
  return { relationships: { address: { data: { type: 'addresses', attributes } } } };
}

/** Lines to add, to change and to take away, as an update of an order or a receipt sends them. */
export interface LineChanges<New, Changed> {
  readonly add?: readonly New[];
  readonly update?: readonly (Changed & { readonly id: string })[];
  /** Ids of lines. */
  readonly remove?: readonly string[];
}

interface LineChange<Attributes> {
  readonly type: 'ADD' | 'UPDATE' | 'DESTROY';
  readonly id?: number;
  readonly attributes?: Attributes;
}

/** In the order in which they make sense: what goes, what changes, what comes. */
export function lineChanges<New, Changed, Attributes>(
  { add = [], update = [], remove = [] }: LineChanges<New, Changed>,
  toAttributes: (line: New | Changed) => Attributes,
  { removal }: Dialect,
): readonly LineChange<Attributes>[] {
  return [
    // The schema's word, or that of the prose where the dialect says so: the types know only the first.
    ...remove.map((id) => ({ type: removal as 'DESTROY', id: wireId(id, 'line id') })),
    ...update.map((line) => ({
      type: 'UPDATE' as const,
      id: wireId(line.id, 'line id'),
      attributes: toAttributes(line),
    })),
    ...add.map((line) => ({ type: 'ADD' as const, attributes: toAttributes(line) })),
  ];
}
