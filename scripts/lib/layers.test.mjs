import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { findViolations } from './layers.mjs';

const repositories = [];

afterEach(() => {
  for (const path of repositories.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** A repository of just these files; packages get a manifest that declares `dependencies`. */
function repositoryWith(files, dependencies = {}) {
  const root = mkdtempSync(join(tmpdir(), 'clarus-klaviyo-layers-'));
  repositories.push(root);
  const folders = new Set(Object.keys(files).map((path) => path.split('/')[1]));
  for (const folder of folders) {
    const names = dependencies[folder] ?? [];
    const manifest = {
      name: folder === 'cli' ? 'clarus-klaviyo' : `@clarus-klaviyo/${folder}`,
      dependencies: Object.fromEntries(names.map((name) => [name, '*'])),
    };
    files[`packages/${folder}/package.json`] = JSON.stringify(manifest);
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

function violationsOfMapping(source) {
  return findViolations(repositoryWith({ 'packages/mapping/src/rule.ts': source }));
}

describe('purity of mapping', () => {
  test.each([
    ['the clock', 'export const at = (): number => Date.now();', /clock/],
    ['the clock, through a constructor', 'export const at = (): Date => new Date();', /clock/],
    ['the clock, as a function', 'export const at = (): string => Date();', /clock/],
    ['the clock, under another name', 'const When = Date; export const at = (): number => When.now();', /clock/],
    ['dice', 'export const roll = (): number => Math.random();', /dice/],
    ['dice, taken apart', 'const { random } = Math; export const roll = (): number => random();', /dice/],
    ['dice, under another name', 'const m = Math; export const roll = (): number => m.random();', /dice/],
    ['dice, spelled as a key', "export const roll = (): number => Math['random']();", /dice/],
    ['random ids', 'export const id = (): string => crypto.randomUUID();', /`crypto`/],
    ['the network', "export const get = (): unknown => fetch('https://example.org');", /`fetch`/],
    ['the network, handed on', 'export const tools = { fetch };', /`fetch`/],
    ['timers', 'export const later = (): unknown => setTimeout(() => {}, 1);', /`setTimeout`/],
    ['a stopwatch', 'export const at = (): number => performance.now();', /`performance`/],
    ['the console', "export const log = (): void => console.log('x');", /`console`/],
    ['everything at once', 'export const at = (): number => globalThis.Date.now();', /`globalThis`/],
    ['the process', 'export const env = (): unknown => process.env;', /`process`/],
    ["the machine's time zone", 'export const hour = (date: Date): number => date.getHours();', /`getHours`/],
    ["the machine's locale", "export const order = (a: string): number => a.localeCompare('b');", /`localeCompare`/],
    ["the machine's format", 'export const f = (): unknown => new Intl.NumberFormat();', /`Intl`/],
    ['memory between calls', 'let count = 0; export const next = (): number => ++count;', /memory/],
    ['the module it runs in', 'export const here = (): string => import.meta.url;', /import\.meta/],
    ['a Node built-in', "import { readFileSync } from 'node:fs'; export const r = readFileSync;", /Node built-in/],
    [
      'a Node built-in without its prefix',
      "import { readFileSync } from 'fs'; export const r = readFileSync;",
      /Node built-in/,
    ],
    ['a Node built-in, on demand', "export const r = (): unknown => import('node:fs');", /Node built-in/],
    ['a library', "import ky from 'ky'; export const k = ky;", /may not import ky/],
  ])('refuses %s', (_what, source, expected) => {
    const violations = violationsOfMapping(source);

    expect(violations.join('\n')).toMatch(expected);
    expect(violations[0]).toMatch(/^packages\/mapping\/src\/rule\.ts:1:\d+ /);
  });

  test('allows what gives the same answer everywhere, and names that merely look like globals', () => {
    const source = `
      export interface Input { readonly at: string; readonly performance: number; readonly fetch: Date }
      type Clock = typeof Date.now;
      export function decide(input: Input, process: { readonly env: string }, clock?: Clock): string {
        const crypto = { random: 1 };
        const at = new Date(Date.parse(input.at)).toISOString();
        const weekday = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', weekday: 'short' });
        const hour = new Date(input.at).getUTCHours();
        if (input.fetch instanceof Date && clock === undefined) return weekday.format(input.fetch);
        return [at, Math.max(hour, crypto.random), input.performance, process.env, JSON.stringify(input)].join(':');
      }`;

    expect(violationsOfMapping(source)).toEqual([]);
  });

  test('leaves tests alone', () => {
    const files = { 'packages/mapping/src/rule.test.ts': 'export const at = (): number => Date.now();' };
    expect(findViolations(repositoryWith(files))).toEqual([]);
  });

  test('refuses a further dependency in the manifest', () => {
    const root = repositoryWith({ 'packages/mapping/src/rule.ts': 'export {};' }, { mapping: ['zod', 'ky'] });
    expect(findViolations(root)).toEqual(['packages/mapping/package.json depends on ky: only zod is allowed']);
  });
});

describe('layers', () => {
  const importing = (specifier) => `import * as all from '${specifier}'; export const used = all;`;

  test.each([
    ['klaviyo/src/a.ts', '@clarus-klaviyo/mapping', /klaviyo may not import mapping/],
    ['clarus/src/a.ts', '@clarus-klaviyo/klaviyo', /clarus may not import klaviyo/],
    ['mapping/src/a.ts', '@clarus-klaviyo/clarus', /mapping may not import clarus/],
    ['clarus/src/a.ts', '@clarus-klaviyo/sync', /clarus may not import sync/],
    ['testing/src/a.ts', '@clarus-klaviyo/sync', /testing may not import sync/],
    ['sync/src/node.ts', '@clarus-klaviyo/testing', /sync may not import testing/],
    ['sync/src/node.ts', 'clarus-klaviyo', /sync may not import cli/],
    ['cli/src/serve.ts', '@clarus-klaviyo/testing/node', /only cli's demo may import testing/],
    ['sync/src/receive/a.ts', 'node:crypto', /Node built-in/],
    ['sync/src/a.ts', '../../clarus/src/index.js', /leaves the package's own sources/],
    ['sync/src/a.ts', 'undeclared', /not among the dependencies/],
  ])('refuses %s importing %s', (path, specifier, expected) => {
    const files = { [`packages/${path}`]: importing(specifier) };
    for (const folder of ['clarus', 'klaviyo', 'mapping', 'sync', 'testing', 'cli']) {
      files[`packages/${folder}/src/index.ts`] ??= 'export {};';
    }
    const declared = Object.fromEntries(['clarus', 'klaviyo', 'mapping'].map((each) => [each, []]));

    expect(findViolations(repositoryWith(files, declared)).join('\n')).toMatch(expected);
  });

  test('refuses type imports across the layers too, except from tests', () => {
    const line = "export type Kind = import('@clarus-klaviyo/mapping').Kind;";
    const files = {
      'packages/mapping/src/index.ts': 'export {};',
      'packages/klaviyo/src/body.ts': line,
      'packages/klaviyo/src/body.test-d.ts': line,
    };
    expect(findViolations(repositoryWith(files))).toEqual([
      'packages/klaviyo/src/body.ts:1:27 layer: klaviyo may not import mapping',
    ]);
  });

  test('refuses portable code that reaches a Node file, but not its types', () => {
    const files = {
      'packages/sync/src/stores/sqlite.ts': importing('node:sqlite'),
      'packages/sync/src/index.ts': "export { used } from './stores/sqlite.js';",
      'packages/sync/src/types.ts': "export type { used } from './stores/sqlite.js';",
      'packages/sync/src/node.ts': "export { used } from './stores/sqlite.js';",
    };
    expect(findViolations(repositoryWith(files))).toEqual([
      'packages/sync/src/index.ts:1:22 platform: ./stores/sqlite.js needs Node, and this file is for every runtime',
    ]);
  });

  test('lets test code use a test library, but no shipped file use test code', () => {
    const files = {
      'packages/sync/src/stores/conformance.ts': importing('vitest'),
      'packages/sync/src/stores/conformance/whole.ts': importing('vitest'),
      'packages/sync/src/index.ts': "export { used } from './stores/conformance.js';",
    };
    expect(findViolations(repositoryWith(files))).toEqual([
      'packages/sync/src/index.ts:1:22 layer: ./stores/conformance.js is test code, and this file is shipped',
    ]);
  });

  test('allows the arrows that point down', () => {
    const all = ['@clarus-klaviyo/clarus', '@clarus-klaviyo/klaviyo', '@clarus-klaviyo/mapping'];
    const files = {
      'packages/clarus/src/index.ts': 'export {};',
      'packages/klaviyo/src/index.ts': 'export {};',
      'packages/mapping/src/index.ts': importing('zod/mini'),
      'packages/testing/src/index.ts': 'export {};',
      'packages/sync/src/index.ts': all.map((name, i) => `export * as p${i} from '${name}';`).join('\n'),
      'packages/sync/src/node.ts': importing('node:http'),
      'packages/cli/src/serve.ts': `${importing('node:process')}\nexport * from '@clarus-klaviyo/sync/node';`,
      'packages/cli/src/demo/day.ts': importing('@clarus-klaviyo/testing/node'),
    };
    const root = repositoryWith(files, {
      mapping: ['zod'],
      sync: all,
      cli: ['@clarus-klaviyo/sync', '@clarus-klaviyo/testing'],
    });
    expect(findViolations(root)).toEqual([]);
  });

  test('asks for a place in the layering for a new package', () => {
    const root = repositoryWith({ 'packages/extra/src/index.ts': 'export {};' });
    expect(findViolations(root)).toEqual(['packages/extra has no place in the layering: give it one']);
  });
});
