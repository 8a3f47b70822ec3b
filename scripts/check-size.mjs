// `npm run check:size`: what each public entry costs a client, minified and gzipped, against `size-budgets.json`.
// `own` is our code alone; `all` includes every dependency. Needs a build. With --propose: prints budgets that fit.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { listPackages, publicEntries, root } from './lib/repository.mjs';

const HEAD_ROOM = 1.06;

/** What is put together on purpose, as a bundler would: the parts a Worker cannot do without, and ours as a whole. */
const BUNDLES = [
  {
    name: 'bundle: webhook + mapping + klaviyo + durable store',
    contents: `
      export { authenticate, decode } from '@clarus-klaviyo/clarus/webhooks';
      export { advance, definePolicy, toKlaviyo } from '@clarus-klaviyo/mapping';
      export { connectKlaviyo, createEvent, upsertProfile } from '@clarus-klaviyo/klaviyo';
      export { openDurableStore } from '@clarus-klaviyo/sync/durable-object';`,
  },
  { name: 'bundle: examples/worker', contents: `export { default, WarehouseNews } from './src/index.ts';` },
];

const LIKE_WRANGLER = { conditions: ['workerd', 'worker', 'browser'], external: ['cloudflare:workers'] };

async function gzippedBytes(input, platform, isOwn) {
  const { outputFiles } = await build({
    ...input,
    tsconfigRaw: {},
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

async function gzippedBundle(contents) {
  const resolveDir = join(root, 'examples', 'worker'); // it depends on all of them
  return gzippedBytes({ stdin: { contents, resolveDir }, ...LIKE_WRANGLER }, 'neutral', false);
}

const budgets = JSON.parse(readFileSync(join(root, 'scripts', 'size-budgets.json'), 'utf8'));
const rows = [];
for (const each of listPackages().filter(({ manifest }) => manifest.private !== true)) {
  for (const { specifier, file, platform } of publicEntries(each)) {
    const path = join(each.path, file);
    if (!existsSync(path)) throw new Error(`${specifier} is not built: run \`npm run build\` first.`);
    const own = await gzippedBytes({ entryPoints: [path] }, platform, true);
    const all = await gzippedBytes({ entryPoints: [path] }, platform, false);
    rows.push({ specifier, own, all, budget: budgets[specifier] });
  }
}

for (const { name, contents } of BUNDLES) {
  rows.push({ specifier: name, all: await gzippedBundle(contents), budget: budgets[name] });
}

if (process.argv.includes('--propose')) {
  const fitting = ({ own, all }) => ({ ...(own === undefined ? {} : { own: budgetFor(own) }), all: budgetFor(all) });
  const proposal = rows.map((row) => [row.specifier, fitting(row)]);
  console.log(JSON.stringify(Object.fromEntries(proposal), null, 2));
} else {
  const cell = (value, width = 9) => String(value ?? '—').padStart(width);
  console.log(
    `${'entry (bytes, gzipped)'.padEnd(52)}${['own', 'budget', 'all', 'budget'].map((head) => cell(head)).join('')}`,
  );
  let failed = 0;
  for (const { specifier, own, all, budget } of rows) {
    const fits = budget !== undefined && (own === undefined || own <= budget.own) && all <= budget.all;
    if (!fits) failed += 1;
    const numbers = [own, budget?.own, all, budget?.all].map((value) => cell(value)).join('');
    console.log(
      `${specifier.padEnd(52)}${numbers}  ${fits ? 'fits' : budget === undefined ? 'HAS NO BUDGET' : 'TOO BIG'}`,
    );
  }
  const unknown = Object.keys(budgets).filter((specifier) => rows.every((row) => row.specifier !== specifier));
  for (const specifier of unknown) console.log(`${specifier} has a budget, but no entry of that name exists`);
  process.exitCode = failed + unknown.length === 0 ? 0 : 1;
}
