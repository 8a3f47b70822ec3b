/** Every key of the catalogue has a page, every page a key, and neither says otherwise than the other. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RUNBOOKS, runbookIndex } from '../runbooks/facts.js';

const folder = new URL('../runbooks/', import.meta.url);
const pages = ['findings', 'incidents'].flatMap((part) =>
  readdirSync(new URL(part, folder)).map((file) => `${part}/${file.replace(/\.md$/, '')}`),
);

test('every runbook key has a page, and every page a key', () => {
  expect(pages.sort()).toEqual(Object.keys(RUNBOOKS).sort());
});

test.each(Object.entries(RUNBOOKS))(
  '%s is called what the catalogue calls it, and says what to do',
  (key, { title }) => {
    const text = readFileSync(new URL(`${key}.md`, folder), 'utf8');
    expect(text.split('\n')[0]).toBe(`# ${title}`);
    expect(text).toMatch(/^## What to do now\n\n1\. .{30,}/m);
    expect(text).toMatch(/^## How to prevent it\n\n- .{30,}/m);
  },
);

test('the list of who does what names each of them once', () => {
  const index = runbookIndex();
  for (const key of pages) expect(index.split(`](/runbooks/${key})`)).toHaveLength(2);
});
