/** What marketers read is what the mapping writes: no name missing, none invented. */
import { readdirSync, readFileSync } from 'node:fs';
import { DEFAULT_METRICS, definePolicy } from '@clarus-klaviyo/mapping';
import { expect, test } from 'vitest';
import { marketerPages, tellStories } from '../marketers/pages.js';
import { PROPERTY_MEANINGS, REASONS } from '../marketers/properties.js';

const folder = new URL('../../packages/mapping/src/to-klaviyo/', import.meta.url);
const sources = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));

/** Every property name the mapping's sources can write. */
const writable = new Set(sources.flatMap((text) => [...text.matchAll(/\b([A-Z]\w+): /g)].map(([, name = '']) => name)));

/** Every property name some story's events carry, nested ones too. */
function carried(value: unknown, into: Set<string>): Set<string> {
  if (Array.isArray(value)) for (const one of value) carried(one, into);
  else if (typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(value)) carried(member, into.add(name));
  return into;
}

test('each property that the mapping can write has a meaning, and nothing else has', () => {
  expect([...writable].sort()).toEqual(Object.keys(PROPERTY_MEANINGS).sort());
});

test('each property is carried by the event of some story, so that its page has an example', () => {
  const seen = new Set<string>();
  for (const { message } of tellStories())
    if (message.kind === 'event') carried(message.body.data.attributes.properties, seen);
  expect(
    Object.keys(PROPERTY_MEANINGS)
      .filter((name) => !seen.has(name))
      .sort(),
  ).toEqual([]);
});

test('each metric has a page that names it, its properties and an example', () => {
  const pages = marketerPages();
  for (const name of Object.values(DEFAULT_METRICS)) {
    const page = pages.find(({ text }) => text.startsWith(`# ${name}\n`));
    expect(page?.text).toMatch(/\| `EventId` \|/);
    expect(page?.text).toMatch(/"unique_id": "acme:/);
  }
});

test('the reasons on the pages are those of the milestones', () => {
  const types = readFileSync(new URL('../../packages/mapping/src/milestones.ts', import.meta.url), 'utf8');
  for (const value of Object.values(REASONS).flatMap((each) => Object.keys(each)))
    expect(types).toContain(`'${value}'`);
});

test('snippets and recipes use names that exist', () => {
  const templates = readFileSync(new URL('../marketers/templates.md', import.meta.url), 'utf8');
  const used = [...templates.matchAll(/\b(?:event|item|parcel)\.([A-Z]\w+)/g)].map(([, name = '']) => name);
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter((name) => !(name in PROPERTY_MEANINGS))).toEqual([]);

  const flows = readFileSync(new URL('../marketers/flows.md', import.meta.url), 'utf8');
  const known = new Set<string>([
    ...Object.keys(PROPERTY_MEANINGS),
    ...Object.values(DEFAULT_METRICS),
    ...Object.values(REASONS).flatMap((each) => Object.keys(each)),
    ...Object.values(definePolicy().flags.names).map((name) => `Warehouse ${name}`),
    ...['full', 'short', 'updateGrace', 'clarus-klaviyo sample --to you@your.domain'],
  ]);
  const named = [...flows.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});
