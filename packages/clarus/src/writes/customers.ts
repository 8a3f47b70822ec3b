import type { DocumentedOperations } from '../operations.generated.js';
import { type CallOptions, given, type Writer, type Written, writtenBy, writtenTo } from './writer.js';

type CustomerAttributes = DocumentedOperations['POST /customers']['body']['data']['attributes'];

/** A customer to be made. */
export interface NewCustomer {
  readonly code: string;
  readonly name: string;
  readonly externalReference?: string;
  /** Any other documented attribute, its address included, in Clarus's own names. */
  readonly attributes?: Partial<CustomerAttributes>;
}

/** What is left out stays as it is. */
export type CustomerChanges = Partial<NewCustomer>;

/** Creates a customer. Sent at most once. @see Clarus reference, `POST /api/customers` */
export async function createCustomer(
  writer: Writer,
  customer: NewCustomer,
  { signal }: CallOptions = {},
): Promise<Written> {
  const { code, name } = customer;
  const body = { data: { type: 'customers' as const, attributes: { ...attributesOf(customer), code, name } } };
  return writtenBy(await writer.request('POST /customers', { body, signal }));
}

/** Changes a customer. @see Clarus reference, `PATCH /api/customers/{id}` */
export async function updateCustomer(
  writer: Writer,
  id: string,
  changes: CustomerChanges,
  { signal }: CallOptions = {},
): Promise<Written> {
  const body = { data: { type: 'customers' as const, attributes: attributesOf(changes) } };
  return writtenTo(id, await writer.request('PATCH /customers/{id}', { params: { id }, body, signal }));
}

/** Deletes a customer. */
export async function deleteCustomer(writer: Writer, id: string, { signal }: CallOptions = {}): Promise<void> {
  await writer.request('DELETE /customers/{id}', { params: { id }, signal });
}

function attributesOf({ code, name, externalReference, attributes }: CustomerChanges): Partial<CustomerAttributes> {
  return { ...attributes, ...given({ code, name, external_system_reference1: externalReference }) };
}
