const MARK = '[redacted]';

/** Keys, tokens, e-mail addresses, telephone-like numbers, and whatever somebody put in quotation marks. */
const PERSONAL: readonly RegExp[] = [
  /\b[ps]k_[\w-]+/gi,
  /\b(?:bearer|klaviyo-api-key)\s+\S+/gi,
  /[^\s@"'<>(),:;]+@[^\s@"'<>(),:;]+/g,
  /\+?\d[\d\s().-]{5,}\d/g,
  /"[^"]*"|'[^']*(?:'(?=\W|$))|`[^`]*`|‘[^’]*’|“[^”]*”/g,
];

/**
 * Klaviyo's texts may quote what was sent. Removed: every string value of the body that occurs in the
 * text (that is how a street or a name is caught), then everything that looks personal or secret.
 */
export function redact(text: string, body?: unknown): string {
  let clean = text;
  for (const value of longestFirst(stringsIn(body))) clean = replaceAll(clean, value);
  for (const pattern of PERSONAL) clean = clean.replace(pattern, MARK);
  return clean;
}

function replaceAll(text: string, value: string): string {
  const escaped = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(escaped, 'gi'), MARK);
}

function longestFirst(values: Iterable<string>): string[] {
  return [...new Set(values)].sort((one, other) => other.length - one.length);
}

/** Text values of two letters or fewer are not worth the mangled message; `type` is never personal. */
function* stringsIn(value: unknown, key?: string): Generator<string, void, undefined> {
  if (typeof value === 'string') {
    if (value.length > 2 && key !== 'type') yield value;
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) yield* stringsIn(member, name);
  }
}
