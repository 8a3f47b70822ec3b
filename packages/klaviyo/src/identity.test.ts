import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanEmail, isE164, unreachableKind } from './identity.js';

describe('cleanEmail', () => {
  test.each([
    ['  Pat.Lee@Shop.CO ', 'Pat.Lee@shop.co'],
    ['Pat Lee <pat@shop.co>', 'pat@shop.co'],
    ['mailto:pat@shop.co', 'pat@shop.co'],
    ['\u200Bpat@shop.co\u00A0', 'pat@shop.co'],
    ['"pat@shop.co";', 'pat@shop.co'],
    ['pat+tag@mail.shop.co.', 'pat+tag@mail.shop.co'],
    ["o'brien@shop.co", "o'brien@shop.co"],
    ['pat@xn--bcher-kva.example', 'pat@xn--bcher-kva.example'],
  ])('%j becomes %s', (given, expected) => {
    expect(cleanEmail(given)).toBe(expected);
  });

  test.each([
    '',
    'pat',
    '@shop.co',
    'pat@',
    'pat@shop',
    'pat@@shop.co',
    'pat lee@shop.co',
    'pat@shop..co',
    '.pat@shop.co',
    'pat@-shop.co',
    'a@shop.co, b@shop.co',
    `${'x'.repeat(93)}@shop.co`,
  ])('%j is none', (given) => {
    expect(cleanEmail(given)).toBeNull();
  });

  test('takes 99 characters, and what it returns it returns again', () => {
    const longest = `${'x'.repeat(91)}@shop.co`;
    expect(longest).toHaveLength(99);
    expect(cleanEmail(longest)).toBe(longest);
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string()), (text) => {
        const once = cleanEmail(text);
        if (once !== null) expect(cleanEmail(once)).toBe(once);
      }),
    );
  });
});

test.each([
  ['+447700900123', true],
  ['+1234567', true],
  ['447700900123', false],
  ['+44 7700 900123', false],
  ['+0447700900123', false],
  ['+12345678901234567', false],
  ['', false],
])('isE164(%j) is %s', (given, expected) => {
  expect(isE164(given)).toBe(expected);
});

test.each([
  ['pat@example.com', 'placeholder'],
  ['pat@mail.example.org', 'placeholder'],
  ['pat@test.com', 'placeholder'],
  ['pat@shop.invalid', 'placeholder'],
  ['noemail@shop.co', 'placeholder'],
  ['No-Reply@shop.co', 'placeholder'],
  ['n/a@shop.co', 'placeholder'],
  ['abc123@marketplace.amazon.co.uk', 'relay'],
  ['xyz@members.ebay.com', 'relay'],
  ['abc@privaterelay.appleid.com', 'relay'],
  ['pat@shop.co', null],
  ['norma@latest.com', null],
  ['pat@notexample.com', null],
  ['pat@fakemembers.ebay.com.shop.co', null],
])('unreachableKind(%j) is %s', (given, expected) => {
  expect(unreachableKind(given)).toBe(expected);
});
