/** What is kept of a subject once its customer asked to be forgotten. */
import type { Contact } from '../inputs.js';
import type { OrderState, Reading } from './order-state.js';
import type { ProfileState } from './profile.js';
import type { ReceiptState } from './receipt-state.js';

/**
 * The state without any e-mail address or phone number. What was told stays told, so that nothing is told twice;
 * flags set at a profile are forgotten with its address, so nothing will be cleared there. Reads that name the
 * customer again bring the address back: keep them from it (`resolvers.contact`, or drop them before).
 */
export function withoutContact(state: OrderState): OrderState;
export function withoutContact(state: ReceiptState): ReceiptState;
export function withoutContact(state: ProfileState): ProfileState;
export function withoutContact(state: OrderState | ReceiptState | ProfileState): typeof state;
export function withoutContact(state: OrderState | ReceiptState | ProfileState): typeof state {
  switch (state.kind) {
    case 'order': {
      const facts = { ...state.facts, order: anonymous(state.facts.order), hookContact: null };
      return { ...state, facts, told: { ...state.told, cancelledFlag: null, partlyFlag: null } };
    }
    case 'receipt':
      return {
        ...state,
        facts: { ...state.facts, order: anonymous(state.facts.order) },
        told: { ...state.told, openFlag: null },
      };
    case 'profile':
      return { ...state, fold: { ...state.fold, email: null } };
  }
}

/** The country stays: it is where a parcel went, and nobody's address. */
function anonymous<Value extends { readonly contact: Contact | null }>(
  reading: Reading<Value> | null,
): Reading<Value> | null {
  if (reading === null || reading.value.contact === null) return reading;
  const { countryCode } = reading.value.contact;
  return { ...reading, value: { ...reading.value, contact: { email: null, phone: null, countryCode } } };
}
