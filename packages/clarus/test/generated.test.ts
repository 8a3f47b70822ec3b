import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const check = (script: string, ...files: readonly string[]) => {
  const path = fileURLToPath(new URL(`../scripts/${script}`, import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [path, ...files, '--check'], { encoding: 'utf8' });
  return { status, stderr };
};

const FRESH = { status: 0, stderr: '' };
const { CLARUS_OPENAPI, CLARUS_GRAPHQL_FIELDS } = process.env;

test('the tables of lists and calls in the README are those of the sources', () => {
  expect(check('generate-tables.mjs')).toEqual(FRESH);
});

test.skipIf(CLARUS_OPENAPI === undefined)('the types of the calls are those of the API document', () => {
  expect(check('generate-operations.mjs', CLARUS_OPENAPI ?? '')).toEqual(FRESH);
});

test.skipIf(CLARUS_GRAPHQL_FIELDS === undefined)('the types of the lists are those of the fields file', () => {
  expect(check('generate-roots.mjs', CLARUS_GRAPHQL_FIELDS ?? '')).toEqual(FRESH);
});
