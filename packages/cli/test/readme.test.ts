/** What the READMEs say and what the program takes are one and the same. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../src/commands.js';
import { VARIABLES } from '../src/serve/variables.js';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const own = read('../README.md');

test('every command has its row, and no other has one', () => {
  const rows = [...own.matchAll(/^\| `([a-z]+)` \| /gm)].map(([, name]) => name);
  expect(rows).toEqual(COMMANDS.map(({ name }) => name));
});

describe.each([
  ['of the package', own],
  ['of the repository', read('../../../README.md')],
])('the README %s', (_which, text) => {
  test('has every variable of serve', () => {
    const missing = VARIABLES.filter(({ name }) => !text.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });
});

test('every variable that serve reads is among those that are explained', () => {
  const sources = ['environment.ts', 'accounts.ts', 'access.ts', 'storage.ts']
    .map((name) => read(`../src/serve/${name}`))
    .join('\n');
  const names = [...sources.matchAll(/(?:reader\.\w+\(\s*|\(reader, |klaviyoKeyEnv: )'([A-Z_]+)'/g)].map(
    ([, name]) => name,
  );
  expect(names.length).toBeGreaterThan(10);
  const explained = VARIABLES.map(({ name }) => name);
  expect(names.filter((name) => name !== undefined && !explained.includes(name))).toEqual([]);
});
