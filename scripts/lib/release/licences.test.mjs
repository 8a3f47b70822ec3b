import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isPermissive, listLicences } from './licences.mjs';

test.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0-only)', true],
  ['MIT AND BSD-3-Clause', true],
  ['MIT AND GPL-3.0-only', false],
  ['MPL-2.0', false],
  ['SEE LICENSE IN LICENSE', false],
  [undefined, false],
])('a dependency under %s: permissive is %s', (licence, expected) => {
  expect(isPermissive(licence)).toBe(expected);
});

test('every dependency is found, down to the last, and one whose licence is not permissive is seen', () => {
  const root = mkdtempSync(join(tmpdir(), 'clarus-klaviyo-licences-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const add = (path, manifest) => {
    const file = join(root, path, 'package.json');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(manifest));
  };
  add('.', { name: 'ours', dependencies: { a: '1' }, optionalDependencies: { absent: '1' } });
  add('node_modules/a', { name: 'a', version: '1.0.0', license: 'MIT', dependencies: { b: '1' } });
  add('node_modules/b', { name: 'b', version: '2.0.0', licenses: [{ type: 'GPL-3.0' }], dependencies: { a: '1' } });
  const found = listLicences([root]);
  expect(found).toEqual([
    { name: 'a', version: '1.0.0', licence: 'MIT' },
    { name: 'b', version: '2.0.0', licence: 'GPL-3.0' },
  ]);
  expect(found.filter(({ licence }) => !isPermissive(licence)).map(({ name }) => name)).toEqual(['b']);
});
