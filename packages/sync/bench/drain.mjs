// A backlog of 400 bulk requests' worth of live events in the embedded store, collected while the account was paused, drained
// by a running sync against Klaviyo's windows scaled 1:10; with `true` as argument at true scale (130 s). Every event is one
// order's, on disk before the clock starts. The service is one that has been at work: it has sent something, and its windows are
// free again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKlaviyo } from '@clarus-klaviyo/klaviyo';
import { definePolicy } from '@clarus-klaviyo/mapping';
import { createSync } from '@clarus-klaviyo/sync';
import { openSqliteStore } from '@clarus-klaviyo/sync/node';
import { anEvent, idealSeconds, report, scaledClock, startServer } from '../../klaviyo/bench/lib/bench.mjs';

const REQUESTS = process.env.BENCH_QUICK ? 20 : 400;
const BATCH = 1_000;
const WARM_UP = 20 * BATCH;
const TOTAL = REQUESTS * BATCH;
const CUSTOMERS = 500;
// A warehouse numbers its orders one after the other: neighbours in time are neighbours by name, as ids of one length are.
const FIRST_ORDER = 1_000_000;
const scale = process.argv[2] === 'true' ? 1 : 10;
const ideal = idealSeconds(REQUESTS, 10, 150) / scale;

const because = {
  rule: 'shipment-dispatched',
  evidence: 'dispatched',
  evidenceAt: '2026-07-20T10:00:00.000Z',
  source: 'webhook',
  receivedAt: '2026-07-20T10:00:05.000Z',
  heldFor: [],
  modeReason: null,
};

function outgoing(index, nowMs) {
  const id = String(FIRST_ORDER + index);
  const body = anEvent(id, index % CUSTOMERS);
  const message = {
    kind: 'event',
    id,
    lane: `order:acme:${id}`,
    mode: 'live',
    metric: 'Shipment Dispatched',
    because,
    body,
  };
  return { message, account: 'brand', orderReference: `SO-${id}`, coalesces: false, dueAtMs: nowMs, expiresAtMs: null };
}

async function* nothing() {}
const clarus = new Proxy({}, { get: () => ({ list: nothing, viewMany: async () => new Map() }) });

const folder = mkdtempSync(join(tmpdir(), 'drain-'));
const store = await openSqliteStore(join(folder, 'sync.db'));
try {
  const clock = scaledClock(scale);
  const enqueuedMs = clock.now() - 600_000; // it lags
  const enqueue = async (from, to) => {
    for (let start = from; start < to; start += BATCH) {
      const messages = Array.from({ length: BATCH }, (_, offset) => outgoing(start + offset, enqueuedMs));
      await store.transact([], enqueuedMs, () => ({ writes: [], messages }));
    }
  };
  const server = await startServer({ scale }, new URL('lib/events-server.mjs', import.meta.url).href);
  const sync = createSync({
    tenant: 'acme',
    clarus,
    accounts: [
      {
        name: 'brand',
        clarusAccount: '*',
        klaviyo: createKlaviyo({ apiKey: 'pk_bench', baseUrl: server.url, clock }),
        policy: definePolicy({ dispatchStrategy: 'shipment', stock: { catalog: 'none' } }),
      },
    ],
    store,
    webhooks: { secrets: ['a-secret-of-the-bench'], automations: {} },
    clock,
    timing: { sweepEveryMs: 0, pollMs: 250 * scale }, // Klaviyo's time is scaled, not how often the process looks up
  });
  const stop = new AbortController();
  const running = sync.run({ signal: stop.signal });
  const memory = [];
  /** Seconds until so many are delivered in all, or it is hopeless. */
  const drained = async (count) => {
    const startedMs = performance.now();
    for (;;) {
      const { delivered } = await store.counts();
      const seconds = (performance.now() - startedMs) / 1_000;
      memory.push(process.memoryUsage().rss);
      if (delivered === count || seconds > 20 * ideal + 60) return seconds;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await enqueue(0, WARM_UP);
  await drained(WARM_UP);
  const windowsAreFree = clock.sleep(61_000);
  await sync.pause({ account: 'brand' });
  await enqueue(WARM_UP, WARM_UP + TOTAL);
  await windowsAreFree;
  await sync.resume({ account: 'brand' });
  const seconds = await drained(WARM_UP + TOTAL);
  stop.abort();
  await running;
  const { stats, recorded, distinct } = await server.ask();
  server.stop();
  const name = `drain of ${REQUESTS} bulk requests 1:${scale}`;
  report(
    `${name}: share of the ceiling`,
    (ideal / seconds).toFixed(3),
    '>= 0.9',
    process.env.BENCH_QUICK || ideal / seconds >= 0.9,
  );
  report(`${name}: seconds`, `${seconds.toFixed(1)} of ${ideal.toFixed(1)} at best`, undefined, true);
  report(
    `${name}: bulk requests, and single ones, with ${WARM_UP / BATCH} before`,
    `${stats.bulk.requests}, ${stats.single.requests}`,
    undefined,
    true,
  );
  const limited = stats.bulk.rateLimited + stats.single.rateLimited;
  report(`${name}: answers of 429`, limited, undefined, true);
  const lost = WARM_UP + TOTAL - distinct;
  report(`${name}: lost`, lost, 0, lost === 0);
  report(`${name}: doubled`, recorded - distinct, 0, recorded === distinct);
  report(`${name}: peak memory`, `${Math.round(Math.max(...memory) / 1e6)} MB`, undefined, true);
} finally {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
