/** Who is told: the rules that turn a contact into an identifier, or into a reason not to send. */
import type { Contact } from './inputs.js';
import type { Policy } from './policy-types.js';

export type Identity =
  | { readonly kind: 'known'; readonly email: string; readonly phone: string | null }
  /** Nobody yet: an address may still come. */
  | { readonly kind: 'missing' }
  /** An address that is nobody's, or one the resolver refused. */
  | { readonly kind: 'filtered' };

/** Klaviyo refuses addresses of 100 characters and more. */
const MAX_EMAIL_LENGTH = 99;
/** What Klaviyo takes as valid is not published; this refuses what no mail server would take either. */
const EMAIL =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/i;
const E164 = /^\+[1-9]\d{7,14}$/;

/** The e-mail as Klaviyo can take it, case kept as the shop has it; null when it is none. */
export function cleanEmail(email: string | null): string | null {
  const trimmed = email?.trim() ?? '';
  return trimmed.length <= MAX_EMAIL_LENGTH && EMAIL.test(trimmed) ? trimmed : null;
}

/** The number when it is E.164 already; nothing is guessed from a country. */
function cleanPhone(phone: string | null): string | null {
  const trimmed = phone?.trim() ?? '';
  return E164.test(trimmed) ? trimmed : null;
}

/** Judges a contact by the policy; the resolver has the last word. */
export function identify(contact: Contact | null, { identity, resolvers }: Policy): Identity {
  if (contact === null) return { kind: 'missing' };
  const resolved = resolvers.contact === undefined ? contact : resolvers.contact(contact);
  if (resolved === null) return { kind: 'filtered' };
  const email = cleanEmail(resolved.email);
  if (email === null) return { kind: 'missing' };
  if (isIgnored(email.toLowerCase(), identity)) return { kind: 'filtered' };
  return { kind: 'known', email, phone: identity.phone ? cleanPhone(resolved.phone) : null };
}

function isIgnored(email: string, { ignoredEmails, ignoredEmailDomains }: Policy['identity']): boolean {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  return (
    ignoredEmails.some((ignored) => ignored.trim().toLowerCase() === email) ||
    ignoredEmailDomains.some((ignored) => {
      const name = ignored.trim().toLowerCase().replace(/^@/, '');
      return domain === name || domain.endsWith(`.${name}`);
    })
  );
}
