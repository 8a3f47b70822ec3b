/** What marketers read is what the mapping writes; its own test holds its tables against its messages. */
import { readFileSync } from 'node:fs';
import { METRICS, PROPERTIES } from '@clarus-klaviyo/mapping/reference';
import { expect, test } from 'vitest';
import { knownNames, marketerPages, tellStories } from '../marketers/pages.js';

function read(page: string): string {
  return readFileSync(new URL(`../marketers/${page}.md`, import.meta.url), 'utf8');
}

test.each(METRICS.map(({ name, kind }) => [name, kind] as const))(
  'the page of %s has its properties and an example',
  (name, kind) => {
    const page = marketerPages().find(({ text }) => text.startsWith(`# ${name}\n`));
    for (const property of PROPERTIES.filter(({ metrics }) => metrics.includes(kind)))
      expect(page?.text).toContain(`| \`${property.name}\` |`);
    expect(page?.text).toMatch(new RegExp(`"unique_id": "acme:${kind}:`));
  },
);

test('the stories tell nothing that the tables do not know', () => {
  const names = knownNames();
  const carried = tellStories().flatMap(({ message }) =>
    message.kind === 'event' ? Object.keys(message.body.data.attributes.properties) : [],
  );
  expect(carried.filter((name) => !names.has(name))).toEqual([]);
});

test('snippets use names that exist', () => {
  const used = [...read('templates').matchAll(/\b(?:event|item|parcel)\.([A-Z]\w+)/g)].map(([, name = '']) => name);
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter((name) => !knownNames().has(name))).toEqual([]);
});

test('recipes use names and values that exist', () => {
  const names = knownNames();
  const plain = ['updateGrace', 'clarus-klaviyo sample --to you@your.domain --yes'];
  const used = [...read('flows').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  expect(used.filter((name) => !names.has(name) && !plain.includes(name))).toEqual([]);
});

test('the overview names each metric', () => {
  const overview = read('index');
  for (const { name } of METRICS) expect(overview).toContain(`\`${name}\``);
});
