import fc from 'fast-check';
import { expect, test } from 'vitest';
import { html } from './html.js';

test('whatever is put into a template is text, in an element and in an attribute', () => {
  const evil = `"><script>alert('&')</script>`;
  const escaped = '&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;';
  expect(html`<p title="${evil}">${evil}</p>`.toString()).toBe(`<p title="${escaped}">${escaped}</p>`);
});

test('html inside html stays html; lists are joined; what is absent leaves nothing behind', () => {
  const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`);
  expect(html`<ul>${items}</ul>${null}${undefined}${false}${0}`.toString()).toBe(
    '<ul><li>a</li><li>&lt;b&gt;</li></ul>0',
  );
});

test('an object that only looks like html is not taken for it', () => {
  const forged: unknown = { toString: () => '<script>' };
  expect(() => html`${forged as string}`.toString()).toThrow();
});

test('no text can end the place it was put into, and none is changed', () => {
  const toText = (source: string): string =>
    source
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const source = html`${text}`.toString();
      expect(source).not.toMatch(/[<>"']/);
      expect(toText(source)).toBe(text);
    }),
  );
});
