/** What a webhook's body told the reader that the read-back may not: carried by the bell, as plain JSON. */
import type { Contact } from '@clarus-klaviyo/mapping';

export interface OrderHint {
  readonly reference: string | null;
  readonly accountId: string | null;
  readonly accountCode: string | null;
  readonly contact: Contact | null;
}

/** Members that say nothing are left out, so that an older bell's word stands. */
export function toHint(hint: OrderHint): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(hint).filter(([, value]) => value !== null));
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads back what `toHint` wrote. */
export function fromHint(hint: Readonly<Record<string, unknown>>): OrderHint {
  const contact = isRecord(hint.contact) ? hint.contact : null;
  return {
    reference: text(hint.reference),
    accountId: text(hint.accountId),
    accountCode: text(hint.accountCode),
    contact:
      contact === null
        ? null
        : { email: text(contact.email), phone: text(contact.phone), countryCode: text(contact.countryCode) },
  };
}
