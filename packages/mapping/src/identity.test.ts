import { expect, test } from 'vitest';
import { cleanEmail, identify } from './identity.js';
import { definePolicy } from './policy.js';

const contact = (email: string | null) => ({ email, phone: '+44 7700 900123', countryCode: 'GB' });

test.each([
  ['ada@shopper.co.uk', 'ada@shopper.co.uk'],
  ['  Ada.Lovelace+x@Shopper.co.uk ', 'Ada.Lovelace+x@Shopper.co.uk'],
  ['ada@shopper', null],
  ['ada shopper.co.uk', null],
  ['ada@@shopper.co.uk', null],
  ['.ada@shopper.co.uk', null],
  ['n/a', null],
  ['', null],
  [null, null],
  [`${'a'.repeat(86)}@shopper.co.uk`, null],
])('reads %j as %j', (written, email) => {
  expect(cleanEmail(written)).toBe(email);
});

test('an ignored domain covers its subdomains, an ignored address only itself', () => {
  const policy = definePolicy({
    identity: { ignoredEmailDomains: ['@Marketplace.com'], ignoredEmails: ['Orders@shop.co.uk'] },
  });
  expect(identify(contact('x@marketplace.com'), policy).kind).toBe('filtered');
  expect(identify(contact('x@relay.MARKETPLACE.com'), policy).kind).toBe('filtered');
  expect(identify(contact('x@notmarketplace.com'), policy).kind).toBe('known');
  expect(identify(contact('orders@SHOP.co.uk'), policy).kind).toBe('filtered');
  expect(identify(contact('other@shop.co.uk'), policy).kind).toBe('known');
});

test('a phone goes along only when asked for, and only as E.164', () => {
  const asked = definePolicy({ identity: { phone: true } });
  const valid = { ...contact('a@b.co'), phone: '+447700900123' };
  expect(identify(valid, definePolicy())).toEqual({ kind: 'known', email: 'a@b.co', phone: null });
  expect(identify(valid, asked)).toEqual({ kind: 'known', email: 'a@b.co', phone: '+447700900123' });
  expect(identify(contact('a@b.co'), asked)).toEqual({ kind: 'known', email: 'a@b.co', phone: null });
});

test('the resolver has the last word', () => {
  const refuse = definePolicy({}, { contact: () => null });
  const replace = definePolicy({}, { contact: (one) => ({ ...one, email: 'real@b.co' }) });
  expect(identify(contact('a@b.co'), refuse)).toEqual({ kind: 'filtered' });
  expect(identify(contact(null), replace)).toEqual({ kind: 'known', email: 'real@b.co', phone: null });
  expect(identify(null, replace)).toEqual({ kind: 'missing' });
});
