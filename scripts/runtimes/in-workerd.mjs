// node in-workerd.mjs <bundle> [object]: runs a suite's bundle as a Worker, without Node compatibility and without a
// network; with `object` inside the Durable Object that the bundle exports, which has SQLite storage.
import { readFileSync } from 'node:fs';
import { Miniflare } from 'miniflare';
import { REPORT_MARK } from '../lib/runtimes/report.mjs';

const [bundle, host] = process.argv.slice(2);
const worker = new Miniflare({
  modules: true,
  script: readFileSync(bundle, 'utf8'),
  compatibilityDate: '2026-07-01',
  ...(host === 'object' ? { durableObjects: { SUITE: { className: 'Suite', useSQLite: true } } } : {}),
  outboundService: () => {
    throw new Error('no network here');
  },
});
try {
  const answer = await worker.dispatchFetch('http://suite.invalid/');
  if (!answer.ok) throw new Error(`the Worker answered ${answer.status}: ${await answer.text()}`);
  console.log(REPORT_MARK + (await answer.text()));
} finally {
  await worker.dispose();
}
