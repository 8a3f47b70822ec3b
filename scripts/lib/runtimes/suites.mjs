// What is run in the runtimes: one suite per package, and one more for each entry that is for some runtimes only.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listPackages, root } from '../repository.mjs';

/**
 * @typedef {object} Suite
 * @property {string} name the entry it is about, as clients import it
 * @property {string} path of a module that exports `cases`
 * @property {readonly string[]} [runtimes] names of those the entry is for; left out: every one that is not a page
 * @property {'object'} [host] how it is entered where that is not the runtime's usual way
 * @property {boolean} [isConformance] it also runs a conformance suite, which is written for vitest and not shipped
 */

/** @type {readonly Suite[]} */
const OF_ENTRIES = [
  {
    name: '@clarus-klaviyo/sync/durable-object',
    path: join(root, 'packages', 'sync', 'test', 'portable-durable-object.ts'),
    runtimes: ['workerd'],
    host: 'object',
    isConformance: true,
  },
  {
    name: '@clarus-klaviyo/sync/node',
    path: join(root, 'packages', 'sync', 'test', 'portable-node.ts'),
    // Deno's `node:sqlite` does not say that a lock is held: two processes could own one file.
    runtimes: ['Node 22', 'Node 24', 'Node 26', 'Bun 1'],
    isConformance: true,
  },
];

/** @returns {Suite[]} sorted by name */
export function listSuites() {
  const ofPackages = listPackages()
    .map(({ name, path }) => ({ name, path: join(path, 'test', 'portable.ts') }))
    .filter(({ path }) => existsSync(path));
  return [...ofPackages, ...OF_ENTRIES].sort((a, b) => (a.name < b.name ? -1 : 1));
}
