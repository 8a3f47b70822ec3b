// node serve-worker.mjs <settings as JSON>: serves a Worker's bundle from real workerd, with its Durable Objects kept in
// a folder, its Crons rung every few seconds and the network it needs. Prints its port, then whatever the Worker logs.
// `{ script, folder, port, bindings, cronMs }`
import { readFileSync } from 'node:fs';
import { Miniflare } from 'miniflare';

const { script, folder, port, bindings, cronMs } = JSON.parse(process.argv[2]);
const workerd = new Miniflare({
  modules: true,
  script: readFileSync(script, 'utf8'),
  compatibilityDate: '2026-07-01',
  host: '127.0.0.1',
  port,
  durableObjects: { NEWS: { className: 'WarehouseNews', useSQLite: true } },
  durableObjectsPersist: folder,
  bindings,
});
const url = await workerd.ready;
const worker = await workerd.getWorker();
setInterval(() => worker.scheduled({ cron: '*/5 * * * *' }).catch(() => undefined), cronMs);
console.log(`Listening on ${url.port}`);
process.once('SIGTERM', async () => {
  await workerd.dispose();
  process.exit();
});
