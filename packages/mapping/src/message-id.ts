/** Names of messages: `tenant:kind:order:thing`, what Klaviyo takes as `unique_id`. */

/** Klaviyo's limit for `unique_id`. */
const MAX_LENGTH = 255;
/** Parts longer than this are shortened once a whole id is too long: five of them and a kind still fit. */
const MAX_PART_LENGTH = 43;

/**
 * Joins the parts of an id. The same parts give the same id for ever, different parts different ids:
 * a colon inside a part is escaped, and what is cut off an overlong part is replaced by its digest.
 */
export function messageId(tenant: string, kind: string, ...things: readonly string[]): string {
  const parts = [tenant, kind, ...things].map(escapePart);
  const id = parts.join(':');
  return id.length <= MAX_LENGTH ? id : parts.map(shortenPart).join(':');
}

function escapePart(part: string): string {
  if (!part.includes('%') && !part.includes(':')) return part;
  return part.replaceAll('%', '%25').replaceAll(':', '%3A');
}

function shortenPart(part: string): string {
  if (part.length <= MAX_PART_LENGTH) return part;
  const digest = [0, 1].map((seed) => digest53(part, seed).toString(36).padStart(11, '0')).join('');
  return `${part.slice(0, MAX_PART_LENGTH - 1 - digest.length)}~${digest}`;
}

/** 53 bits of a string (the public-domain cyrb53): plenty to keep the long ids of one tenant apart, no secret. */
function digest53(text: string, seed: number): number {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}
