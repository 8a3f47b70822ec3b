/**
 * Who may look and act. A machine shows the token as a bearer; a person's browser shows a cookie that was derived from
 * it at login and runs out by itself. The token stands in no URL, no page and no log.
 */
import type { Clock } from '../clock.js';
import { hmacHex, isSameSecret } from '../hmac.js';

/** A working day: who comes back tomorrow logs in again. */
const SESSION_MS = 12 * 3_600_000;
const COOKIE = 'clarus-klaviyo';

export interface Access {
  /** `authorization: Bearer <token>` */
  hasToken(request: Request): Promise<boolean>;
  /** The token, or a cookie that was given for it. */
  isKnown(request: Request): Promise<boolean>;
  isToken(given: string): Promise<boolean>;
  /** For forms: who cannot read our pages cannot know it, so a foreign page cannot send one of our forms. */
  formKey(): Promise<string>;
  isFormKey(given: string): Promise<boolean>;
  /** `set-cookie` of a login. */
  login(request: Request): Promise<string>;
  logout(request: Request): string;
}

function cookieOf(request: Request): string | null {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${COOKIE}=`));
  return found === undefined ? null : found.slice(COOKIE.length + 1);
}

/** A browser takes a `Secure` cookie over HTTPS only; a proxy that ends TLS says so. */
function isSecure(request: Request): boolean {
  return new URL(request.url).protocol === 'https:' || request.headers.get('x-forwarded-proto') === 'https';
}

function setCookie(request: Request, value: string, maxAgeSeconds: number, path: string): string {
  const secure = isSecure(request) ? '; Secure' : '';
  return `${COOKIE}=${value}; Path=${path}; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}${secure}`;
}

/** `basePath`: the cookie is shown below it only, so that two services on one host keep theirs apart. */
export function createAccess(token: string, clock: Clock, basePath = ''): Access {
  const path = basePath === '' ? '/' : basePath;
  const sessionOf = (untilMs: number): Promise<string> => hmacHex(token, `session until ${untilMs}`);
  const formKey = (): Promise<string> => hmacHex(token, 'form');

  async function hasToken(request: Request): Promise<boolean> {
    const [scheme, given, ...more] = (request.headers.get('authorization') ?? '').trim().split(/ +/);
    if (scheme?.toLowerCase() !== 'bearer' || given === undefined || more.length > 0) return false;
    return isSameSecret(given, token);
  }

  async function hasSession(request: Request): Promise<boolean> {
    const [until = '', digest = ''] = (cookieOf(request) ?? '').split('.');
    const untilMs = Number(until);
    if (!/^\d{1,16}$/.test(until) || untilMs <= clock.now()) return false;
    return isSameSecret(digest, await sessionOf(untilMs));
  }

  return {
    hasToken,
    isKnown: async (request) => (await hasToken(request)) || (await hasSession(request)),
    isToken: (given) => isSameSecret(given, token),
    formKey,
    isFormKey: async (given) => isSameSecret(given, await formKey()),
    async login(request) {
      const untilMs = clock.now() + SESSION_MS;
      return setCookie(request, `${untilMs}.${await sessionOf(untilMs)}`, SESSION_MS / 1000, path);
    },
    logout: (request) => setCookie(request, '', 0, path),
  };
}

/** False for a form that another site's page sent: what a browser says of itself, where it says it. */
export function isFromOurPages(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  return site === null || site === 'same-origin';
}
