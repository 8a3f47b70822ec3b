/** Customers who asked to be forgotten: nothing that is read brings them back. */
import type { Contact, OrderView } from '@clarus-klaviyo/mapping';
import type { Store } from '../stores/store.js';

/** Of these addresses, those that have a tombstone. */
export async function forgottenOf(
  store: Store,
  contacts: readonly (Contact | null | undefined)[],
): Promise<(contact: Contact | null | undefined) => boolean> {
  const emails = [...new Set(contacts.flatMap((contact) => contact?.email ?? []))];
  const forgotten = emails.length === 0 ? new Set<string>() : await store.forgotten(emails);
  return (contact) => contact?.email != null && forgotten.has(contact.email);
}

/** Who it was for stays in Clarus; here it is nobody's. */
export function viewWithoutContact(view: OrderView): OrderView {
  const country = view.order.contact?.countryCode ?? null;
  return { ...view, order: { ...view.order, contact: { email: null, phone: null, countryCode: country } } };
}
