/** Who a message is for, looked at before it is sent. Pure; for callers, the client itself never changes an address. */

const MAX_EMAIL_LENGTH = 99; // Klaviyo: under 100
/** What copying out of mails and spreadsheets leaves around an address: zero-width marks, no-break spaces, tabs. */
const INVISIBLE = /[\u200B-\u200D\u2060\uFEFF\u00AD\u00A0\s]+/g;
const LOCAL = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const DOMAIN = /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+(?:[a-z]{2,63}|xn--[a-z\d-]{1,59})$/;

/** Klaviyo answers 202 for these and discards them, or nobody reads them. */
const RESERVED_DOMAIN = /(?:^|\.)(?:example|test|invalid|localhost|local|example\.(?:com|net|org)|test\.com)$/;
const NOBODY =
  /^(?:no[-_.]?e?mail|no[-_.]?reply|do[-_.]?not[-_.]?reply|none|null|n\/?a|unknown|not[-_.]?given|dummy|xxx+)\d*$/;
const RELAYS =
  /(?:^|\.)(?:marketplace\.amazon\.[a-z.]+|members\.ebay\.[a-z.]+|relay\.walmart\.com|privaterelay\.appleid\.com|(?:orders|message)\.etsy\.com|scmail\.tiktok\.com|relay\.firefox\.com)$/;

/**
 * An e-mail address as Klaviyo takes it: without what copying left around it (`Pat <pat@shop.co>`, `mailto:`, invisible
 * characters, a full stop), its domain in lower case. The part before the @ stays as the shop has it. Null when no
 * address of fewer than 100 characters is left; nothing is guessed.
 *
 * @example
 * cleanEmail(' Pat <Pat.Lee@Shop.CO>; ') // 'Pat.Lee@shop.co'
 */
export function cleanEmail(text: string): string | null {
  const bare = (/<([^<>]*)>/.exec(text)?.[1] ?? text)
    .replace(INVISIBLE, ' ')
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/^["']+|["'.,;:]+$/g, '');
  const at = bare.lastIndexOf('@');
  const local = bare.slice(0, at);
  const domain = bare.slice(at + 1).toLowerCase();
  const email = `${local}@${domain}`;
  return at > 0 && email.length <= MAX_EMAIL_LENGTH && LOCAL.test(local) && DOMAIN.test(domain) ? email : null;
}

/** A phone number as Klaviyo wants it: `+`, country code, 15 digits at most. Whether it is somebody's nobody can tell. */
export function isE164(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text);
}

/** `placeholder`: nobody's address. `relay`: a marketplace's or a mask's; each order may make another profile. */
export type UnreachableKind = 'placeholder' | 'relay';

/**
 * Is this an address that should not become a profile? Null: not as far as its form tells. The lists are short and
 * hold what integrations meet most; a relay delivers, so leaving it out is the caller's choice.
 */
export function unreachableKind(email: string): UnreachableKind | null {
  const at = email.lastIndexOf('@');
  const local = email.slice(0, at).toLowerCase();
  const domain = email.slice(at + 1).toLowerCase();
  if (RESERVED_DOMAIN.test(domain) || NOBODY.test(local)) return 'placeholder';
  return RELAYS.test(domain) ? 'relay' : null;
}
