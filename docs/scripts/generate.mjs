// Writes the pages that are made rather than written: the API reference, metrics and profile properties, the list of runbooks.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { root, stateFolder } from '../../scripts/lib/repository.mjs';
import { writeApi } from './api.mjs';

/** Modules of this folder are TypeScript that names the packages' sources, so that no build is needed. */
async function load(entry) {
  const outfile = join(stateFolder, 'docs', `${entry.replaceAll('/', '-')}.mjs`);
  await build({
    entryPoints: [join(root, 'docs', `${entry}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@clarus-klaviyo/source'],
    logLevel: 'error',
  });
  return import(`${outfile}?${Date.now()}`);
}

function write(path, text) {
  const file = join(root, 'docs', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** @returns {Promise<{ problems: string[], exports: number }>} what is wrong with what the pages were made from */
export async function generate() {
  const { marketerPages } = await load('marketers/pages');
  const { runbookIndex } = await load('runbooks/facts');
  rmSync(join(root, 'docs', 'marketers', 'metrics'), { recursive: true, force: true });
  for (const { path, text } of marketerPages()) write(path, text);
  write('runbooks/index.md', runbookIndex());
  return writeApi();
}
