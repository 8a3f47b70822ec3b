/** Pages that speak of the command line and of doctor speak of what is there. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COMMANDS } from '../../packages/cli/src/commands.js';

const docs = new URL('../', import.meta.url);
const WRITTEN = ['.', 'guides', 'start', 'marketers', 'runbooks/findings', 'runbooks/incidents'];

function pages(): readonly (readonly [string, string])[] {
  return WRITTEN.flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, docs))
      .filter((file) => file.endsWith('.md'))
      .map((file) => [`${folder}/${file}`, readFileSync(new URL(`${folder}/${file}`, docs), 'utf8')] as const),
  );
}

/** Everything a page tells its reader to type: the command's name, and the options after it. */
const calls = pages().flatMap(([page, text]) =>
  [...text.matchAll(/clarus-klaviyo ([a-z]+)((?: +(?:--?[a-z][\w-]*|"[^"]*"|[^\s`#<|"]+|<[^>]*>))*)/g)].map(
    ([, name = '', rest = '']) => ({
      page,
      name,
      options: [...rest.matchAll(/--([a-z][\w-]*)/g)].map(([, option = '']) => option),
    }),
  ),
);

test('every command that a page names exists, with the options it names', async () => {
  const loaded = await Promise.all(COMMANDS.map(async ({ name, load }) => [name, await load()] as const));
  const known = new Map(loaded.map(([name, { options }]) => [name as string, Object.keys(options)]));
  const wrong = calls.flatMap(({ page, name, options }) => {
    const allowed = known.get(name);
    if (allowed === undefined) return [`${page}: clarus-klaviyo ${name}`];
    return options.filter((option) => !allowed.includes(option)).map((option) => `${page}: ${name} --${option}`);
  });
  expect(calls.length).toBeGreaterThan(30);
  expect(wrong).toEqual([]);
});

test('the page of assumptions has every question that doctor answers, and no other', () => {
  const source = readFileSync(new URL('../../packages/cli/src/doctor/judge-assumptions.ts', import.meta.url), 'utf8');
  const asked = [...source.matchAll(/\bid: '([a-z-]+)'/g)].map(([, id]) => id);
  const page = readFileSync(new URL('assumptions.md', docs), 'utf8');
  const [, section = ''] = /^## Clarus does not document\n([\s\S]*?)^## /m.exec(page) ?? [];
  expect([...section.matchAll(/\| `([a-z-]+)` \|$/gm)].map(([, id]) => id)).toEqual(asked);
});
