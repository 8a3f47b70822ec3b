// `npm run test:mutation [-- --mutate <files>]`: how many small changes of the mapping its tests notice. Arguments go to
// Stryker. No part of `npm test`: it takes tens of minutes, and a person has to read what survives.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { exitOnFailure, runNode, unlessInterrupted } from './lib/processes.mjs';
import { root } from './lib/repository.mjs';
import { setUp } from './lib/setup.mjs';

const folder = join(root, 'scripts', 'mutation');
const stryker = join(folder, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');

function ensureStryker() {
  return ensureInstalled({
    name: 'installed-mutation',
    folder,
    inputs: ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'].map((name) => join(folder, name)),
    isInstalled: () => existsSync(stryker),
    announcement: 'Installing Stryker',
  });
}

async function testMutation(args) {
  await setUp({ also: ensureStryker });
  // Few cases and always the same: a run must be repeatable, and every survivor runs them all.
  const env = { FC_RUNS: process.env.FC_RUNS ?? '5', FC_SEED: process.env.FC_SEED ?? '7' };
  const config = join('scripts', 'mutation', 'stryker.config.mjs');
  const { code } = unlessInterrupted(await runNode([stryker, 'run', config, ...args], { env }));
  process.exitCode = code;
}

await testMutation(process.argv.slice(2)).catch(exitOnFailure);
