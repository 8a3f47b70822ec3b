/** Keeps a read from bringing back the address of somebody who was forgotten. */
import type { Contact, OrderView } from '@clarus-klaviyo/mapping';
import type { PrivacyStore } from '../stores/store.js';

export async function withoutForgottenContact(store: PrivacyStore, view: OrderView): Promise<OrderView> {
  const contact = await cleaned(store, view.order.contact);
  return contact === view.order.contact ? view : { ...view, order: { ...view.order, contact } };
}

/** The country stays: it is where a parcel went, and nobody's address. */
async function cleaned(store: PrivacyStore, contact: Contact | null): Promise<Contact | null> {
  if (contact === null || contact.email === null) return contact;
  const forgotten = await store.forgotten([contact.email]);
  return forgotten.size === 0 ? contact : { ...contact, email: null, phone: null };
}
