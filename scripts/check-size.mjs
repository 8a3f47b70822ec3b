// `npm run check:size`: what each public entry costs a client, minified and gzipped, against `size-budgets.json`.
// `own` is our code alone; `all` includes every dependency. Needs a build. With --propose: prints budgets that fit.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { listPackages, publicEntries, root } from './lib/repository.mjs';

const HEAD_ROOM = 1.06;

async function gzippedBytes(file, platform, isOwn) {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    // Everything portable has to fit a bundle for browsers and workers: a Node built-in fails right here.
    platform: platform === 'node' ? 'node' : 'browser',
    // Our chunks are relative; every bare name is somebody else's.
    ...(isOwn ? { packages: 'external' } : {}),
    logLevel: 'error',
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}

function budgetFor(bytes) {
  return Math.ceil((bytes * HEAD_ROOM) / 100) * 100;
}

const budgets = JSON.parse(readFileSync(join(root, 'scripts', 'size-budgets.json'), 'utf8'));
const rows = [];
for (const each of listPackages().filter(({ manifest }) => manifest.private !== true)) {
  for (const { specifier, file, platform } of publicEntries(each)) {
    const path = join(each.path, file);
    if (!existsSync(path)) throw new Error(`${specifier} is not built: run \`npm run build\` first.`);
    const own = await gzippedBytes(path, platform, true);
    const all = await gzippedBytes(path, platform, false);
    rows.push({ specifier, own, all, budget: budgets[specifier] });
  }
}

if (process.argv.includes('--propose')) {
  const proposal = rows.map(({ specifier, own, all }) => [specifier, { own: budgetFor(own), all: budgetFor(all) }]);
  console.log(JSON.stringify(Object.fromEntries(proposal), null, 2));
} else {
  const cell = (value, width = 9) => String(value ?? '—').padStart(width);
  console.log(
    `${'entry (bytes, gzipped)'.padEnd(34)}${['own', 'budget', 'all', 'budget'].map((head) => cell(head)).join('')}`,
  );
  let failed = 0;
  for (const { specifier, own, all, budget } of rows) {
    const fits = budget !== undefined && own <= budget.own && all <= budget.all;
    if (!fits) failed += 1;
    const numbers = [own, budget?.own, all, budget?.all].map((value) => cell(value)).join('');
    console.log(
      `${specifier.padEnd(34)}${numbers}  ${fits ? 'fits' : budget === undefined ? 'HAS NO BUDGET' : 'TOO BIG'}`,
    );
  }
  const unknown = Object.keys(budgets).filter((specifier) => rows.every((row) => row.specifier !== specifier));
  for (const specifier of unknown) console.log(`${specifier} has a budget, but no entry of that name exists`);
  process.exitCode = failed + unknown.length === 0 ? 0 : 1;
}
