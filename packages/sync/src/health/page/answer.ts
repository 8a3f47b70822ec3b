/** A page as a response: nothing foreign runs in it, nobody frames it, nothing keeps it. */
import type { Html } from './html.js';

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  // `no-referrer` would make a browser send our own forms with `Origin: null`.
  'referrer-policy': 'same-origin',
};

export function answerPage(page: Html, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(page.toString(), {
    status,
    headers: { ...HEADERS, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...headers },
  });
}

/** After a form: the next page is asked for with GET, so that going back or reloading does nothing twice. */
export function seeOther(path: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, {
    status: 303,
    headers: { ...HEADERS, location: path, 'cache-control': 'no-store', ...headers },
  });
}

/** Its address names its version, so it may be kept for ever. */
export function answerAsset(body: string, contentType: string): Response {
  return new Response(body, {
    headers: { ...HEADERS, 'content-type': contentType, 'cache-control': 'public, max-age=31536000, immutable' },
  });
}

/** FNV-1a, 32 bit: a version, not a secret. */
export function versionOf(...texts: readonly string[]): string {
  let hash = 0x811c9dc5;
  for (const character of texts.join('\n')) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(36);
}
