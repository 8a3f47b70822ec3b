// 1,000 webhooks a second for 60 s through `sync.handler` behind `node:http`, on a store on disk with FULL durability, and
// the same load against a bare server that answers 204. The sender is a process of its own. An argument names other seconds.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createClarus } from '@clarus-klaviyo/clarus';
import { createKlaviyo } from '@clarus-klaviyo/klaviyo';
import { definePolicy } from '@clarus-klaviyo/mapping';
import { createSync } from '@clarus-klaviyo/sync';
import { openSqliteStore, toRequestListener } from '@clarus-klaviyo/sync/node';
import { isQuick } from '../../../scripts/lib/bench.mjs';
import { report } from './lib/report.mjs';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

const SECONDS = Number(process.argv[2] ?? (isQuick ? 2 : 60));
const PER_SECOND = 1_000;
const SECRET = 'a-long-webhook-secret';

const refuse = () => Promise.reject(new Error('a receiver calls nobody'));

function createReceiver(store) {
  return createSync({
    tenant: 'acme',
    clarus: createClarus({ subdomain: 'acme', token: async () => 'mine', fetch: refuse }),
    accounts: [
      {
        name: 'brand',
        clarusAccount: '*',
        klaviyo: createKlaviyo({ apiKey: 'pk_bench', fetch: refuse }),
        policy: definePolicy({ dispatchStrategy: 'shipment', stock: { catalog: 'none' } }),
      },
    ],
    store,
    webhooks: { secrets: [SECRET], automations: { 43: 'goods_out.completed' } },
  });
}

/** Latencies and answers of the sender; `onHalf` is called in the middle of it. */
async function load(listener, onHalf = () => undefined) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}/webhooks/clarus/${SECRET}`;
  const sender = fork(new URL('lib/webhook-sender.mjs', import.meta.url), [url, String(PER_SECOND), String(SECONDS)]);
  setTimeout(onHalf, SECONDS * 500);
  const [result] = await once(sender, 'message');
  server.close();
  server.closeAllConnections();
  return result;
}

function heapMegabytes() {
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

const bare = await load((request, response) => {
  request.resume().on('end', () => response.writeHead(204).end());
});
report('bare server: p99, milliseconds', bare.p99.toFixed(1), undefined, true);

const folder = mkdtempSync(join(tmpdir(), 'clarus-klaviyo-receive-'));
try {
  const store = await openSqliteStore(join(folder, 'store.db'));
  let halfway = 0;
  const ours = await load(toRequestListener(createReceiver(store).handler), () => {
    halfway = heapMegabytes();
  });
  const atEnd = heapMegabytes();
  const { raw } = await store.counts();
  await store.close();
  const sent = PER_SECOND * SECONDS;
  report('webhooks a second', (sent / ours.seconds).toFixed(0), '>= 950', sent / ours.seconds >= 950);
  report('p50, milliseconds', ours.p50.toFixed(1), undefined, true);
  report('p99, milliseconds', ours.p99.toFixed(1), undefined, true);
  report('answered 2xx and not stored', Math.max(0, ours.accepted - raw), 0, ours.accepted <= raw);
  report('not answered 2xx', sent - ours.accepted, 0, ours.accepted === sent);
  report('heap at the end / halfway', (atEnd / halfway).toFixed(2), '<= 1.25', atEnd / halfway <= 1.25);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
