// Cold start in workerd: from a process that is not there to the first webhook on disk, as `examples/worker` does it,
// beside a Worker that only answers. What lies between the two is ours: modules, object, tables, the write.
import { join } from 'node:path';
import { build } from 'esbuild';
import { isQuick, median, printResult } from '../../../scripts/lib/bench.mjs';
import { root } from '../../../scripts/lib/repository.mjs';
import { ensureRuntimes } from '../../../scripts/lib/runtimes/runtimes.mjs';

const ROUNDS = isQuick ? 1 : 15;
const SECRET = 'a-long-webhook-secret';
const BARE = 'export default { fetch: () => new Response(null, { status: 200 }) };';
/** The least that a Durable Object costs anybody. */
const BARE_OBJECT = `
  export class WarehouseNews { fetch() { return new Response(null, { status: 200 }); } }
  export default { fetch: (request, { NEWS }) => NEWS.get(NEWS.idFromName('shop')).fetch(request) };`;

await ensureRuntimes();
const { Miniflare } = await import('../../../scripts/runtimes/miniflare.mjs'); // not there before

async function bundleExample() {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'examples', 'worker', 'src', 'index.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    platform: 'browser',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:workers'],
    drop: ['console'], // its log would stand between the results
    tsconfigRaw: {},
  });
  return outputFiles[0].text;
}

const bindings = {
  CLARUS_SUBDOMAIN: 'acme',
  CLARUS_AUTOMATIONS: { 43: 'goods_out.completed' },
  CLARUS_CLIENT_ID: 'client',
  CLARUS_CLIENT_SECRET: 'client-secret-value',
  CLARUS_BASE_URL: 'http://127.0.0.1:9', // nobody: what comes after the first answer is not measured
  ACCOUNTS: [
    { name: 'shop', clarusAccount: '*', webhookSecret: 'WEBHOOK_SECRET', klaviyoKey: 'KLAVIYO_API_KEY', policy: {} },
  ],
  WEBHOOK_SECRET: SECRET,
  KLAVIYO_API_KEY: 'pk_value',
};

/** Milliseconds: from asking for a process to its first answer, and the second answer. */
async function startOnce(script) {
  const startedAt = performance.now();
  const worker = new Miniflare({
    modules: true,
    script,
    compatibilityDate: '2026-07-01',
    durableObjects: script === BARE ? {} : { NEWS: { className: 'WarehouseNews', useSQLite: true } },
    bindings,
  });
  try {
    const post = async () => {
      const answer = await worker.dispatchFetch(`http://news.example/webhooks/clarus/${SECRET}`, {
        method: 'POST',
        headers: { 'x-claruswms-subdomain': 'acme', 'x-claruswms-automation-id': '43' },
        body: '{"data":{"id":1,"reference":"SO-1"}}',
      });
      await answer.arrayBuffer();
      if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
    };
    await post(); // waits for the process itself
    const answeredAt = performance.now();
    await post();
    return { cold: answeredAt - startedAt, warm: performance.now() - answeredAt };
  } finally {
    await worker.dispose();
  }
}

const scripts = { 'bare Worker': BARE, 'bare Durable Object': BARE_OBJECT, 'examples/worker': await bundleExample() };
const samples = Object.fromEntries(Object.keys(scripts).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, script] of Object.entries(scripts)) samples[name].push(await startOnce(script)); // in turns
}
const medianOf = (name, part) => median(samples[name].map((sample) => sample[part]));
for (const name of Object.keys(scripts)) {
  printResult(`${name}: from nothing to the first answer`, medianOf(name, 'cold'), 'ms');
  printResult(`${name}: the second answer`, medianOf(name, 'warm'), 'ms');
}
const ours = medianOf('examples/worker', 'cold') - medianOf('bare Durable Object', 'cold');
printResult('of the cold start, ours: import, tables, first write', ours, 'ms');
