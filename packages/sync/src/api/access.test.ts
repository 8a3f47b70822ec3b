import { virtualClock } from '@clarus-klaviyo/testing';
import { expect, test } from 'vitest';
import { createAccess } from './access.js';

const TOKEN = 'a-long-page-token';
const START = '2026-03-02T09:00:00.000Z';

function request(headers: Readonly<Record<string, string>> = {}, url = 'http://localhost/'): Request {
  return new Request(url, { headers });
}

function cookieOf(setCookie: string): string {
  return setCookie.split(';')[0] ?? '';
}

test('a machine shows the token as a bearer, and nothing like it will do', async () => {
  const access = createAccess(TOKEN, virtualClock(START));
  expect(await access.isKnown(request({ authorization: `Bearer ${TOKEN}` }))).toBe(true);
  expect(await access.isKnown(request({ authorization: `bearer  ${TOKEN}` }))).toBe(true);
  for (const authorization of [`Basic ${TOKEN}`, TOKEN, `Bearer ${TOKEN}x`, `Bearer ${TOKEN} x`, 'Bearer', 'Bearer '])
    expect(await access.isKnown(request({ authorization }))).toBe(false);
  expect(await access.isKnown(request())).toBe(false);
  expect(await access.isKnown(request({}, `http://localhost/?token=${TOKEN}`))).toBe(false);
});

test('a cookie opens the page until it runs out, holds no token, and cannot be prolonged', async () => {
  const clock = virtualClock(START);
  const access = createAccess(TOKEN, clock);
  const setCookie = await access.login(request());
  expect(setCookie).toMatch(/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
  expect(setCookie).not.toContain(TOKEN);
  const cookie = cookieOf(setCookie);
  expect(await access.isKnown(request({ cookie: `other=1; ${cookie}` }))).toBe(true);
  expect(await access.hasToken(request({ cookie }))).toBe(false);
  const [until = '', digest = ''] = cookie.split('=')[1]?.split('.') ?? [];
  expect(await access.isKnown(request({ cookie: `clarus-klaviyo=${Number(until) + 1}.${digest}` }))).toBe(false);
  expect(await createAccess('another-long-token', clock).isKnown(request({ cookie }))).toBe(false);
  await clock.advance(12 * 3_600_000);
  expect(await access.isKnown(request({ cookie }))).toBe(false);
});

test('behind HTTPS the cookie is for HTTPS only, also where a proxy ends it', async () => {
  const access = createAccess(TOKEN, virtualClock(START));
  expect(await access.login(request({}, 'https://ops.shop.example/'))).toContain('; Secure');
  expect(await access.login(request({ 'x-forwarded-proto': 'https' }))).toContain('; Secure');
});

test('the key of a form is neither the token nor the cookie', async () => {
  const access = createAccess(TOKEN, virtualClock(START));
  const key = await access.formKey();
  expect(await access.isFormKey(key)).toBe(true);
  expect(await access.isFormKey('')).toBe(false);
  expect(await access.isToken(key)).toBe(false);
  expect(await access.login(request())).not.toContain(key);
});
