/** The Worker as a deployment would upload it, with one more door: through it a test evicts an account's object. */
import { build } from 'esbuild';

/** `POST /__evict/<account>` throws the object out of memory, whatever it is doing. */
const WITH_EVICTION = `
  import worker, { WarehouseNews as Shipped } from './src/index.js';
  export class WarehouseNews extends Shipped {
    fetch(request) {
      if (new URL(request.url).pathname === '/__evict') this.ctx.abort('evicted by the test');
      return super.fetch(request);
    }
  }
  export default {
    ...worker,
    async fetch(request, env, ctx) {
      const [, door, account] = new URL(request.url).pathname.split('/');
      if (door !== '__evict') return worker.fetch(request, env, ctx);
      await env.NEWS.get(env.NEWS.idFromName(account)).fetch('https://object/__evict').catch(() => undefined);
      return new Response(null, { status: 204 });
    },
  };`;

export async function bundleWorker(project: string, outfile: string): Promise<void> {
  await build({
    stdin: { contents: WITH_EVICTION, resolveDir: project },
    outfile,
    // As `wrangler` bundles.
    bundle: true,
    format: 'esm',
    target: 'es2024',
    platform: 'browser',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:workers'],
    tsconfigRaw: {},
    logLevel: 'error',
  });
}
