// What taking and settling costs with 1,000,000 messages waiting, beside 1,000: the same work, turn by turn, on two
// stores in one process, both on disk with FULL durability. An argument names another size of the larger one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '@clarus-klaviyo/sync/node';
import { isQuick, median } from '../../../scripts/lib/bench.mjs';
import { report } from './lib/report.mjs';

const LARGE = Number(process.argv[2] ?? (isQuick ? 20_000 : 1_000_000));
const SMALL = 1_000;
const ROUNDS = isQuick ? 20 : 400;
/** As many as a sender has in flight at a time. */
const AT_ONCE = 48;
const NOW_MS = Date.UTC(2026, 2, 1, 12);

/** A warehouse numbers its orders one after the other: neighbours in time are neighbours by name, as ids of one length are. */
const FIRST_ORDER = 10_000_000;

function aMessage(index) {
  const order = FIRST_ORDER + Math.floor(index / 2); // two events an order: every second one waits behind its first
  const lane = `order:${order}`;
  const metric = index % 2 === 0 ? 'Fulfilled Shipment' : 'Fulfilled Order';
  const id = `acme:ShipmentDispatched:${order}:${index}`;
  const items = Array.from({ length: 3 }, (_, line) => ({ SKU: `TEE-${line}`, Quantity: 2, Name: 'A tee of cotton' }));
  const email = `shopper-${index % 50_000}@mail.shoppers.co.uk`;
  return {
    message: {
      kind: 'event',
      id,
      lane,
      mode: 'live',
      metric,
      because: {
        rule: 'shipment-dispatched',
        evidence: 'dispatched',
        evidenceAt: '2026-03-01T11:59:00Z',
        source: 'webhook',
        receivedAt: '2026-03-01T12:00:00Z',
        heldFor: [],
        modeReason: null,
      },
      body: {
        data: {
          type: 'event',
          attributes: {
            properties: {
              EventId: id,
              OrderNumber: `SO-${order}`,
              Items: items,
              IsTracked: true,
              TrackingUrl: `https://track.example/${index}`,
            },
            time: '2026-03-01T11:59:00Z',
            unique_id: id,
            metric: { data: { type: 'metric', attributes: { name: metric } } },
            profile: { data: { type: 'profile', attributes: { email } } },
          },
        },
      },
    },
    account: 'brand',
    orderReference: `SO-${order}`,
    coalesces: false,
    dueAtMs: NOW_MS,
    expiresAtMs: null,
  };
}

async function openBacklog(folder, size) {
  const store = await openSqliteStore(join(folder, `${size}.db`), { isChecked: false });
  let next = 0;
  const enqueue = async (count) => {
    const messages = Array.from({ length: count }, (_, index) => aMessage(next + index));
    next += count;
    await store.transact([], NOW_MS, () => ({ writes: [], messages }));
  };
  while (next < size) await enqueue(Math.min(10_000, size - next));
  return { store, enqueue };
}

/** Milliseconds for one turn of the sender. What it delivered is filled up again, untimed. */
async function turn({ store, enqueue }, count) {
  const startedAt = performance.now();
  const taken = await store.takeMessages(NOW_MS, count, ['brand'], ['event'], ['live']);
  await store.settleMessages(taken.map(({ seq }) => ({ kind: 'delivered', seq, atMs: NOW_MS })));
  const time = performance.now() - startedAt;
  if (taken.length !== count) throw new Error(`took ${taken.length} of ${count}`);
  await enqueue(count);
  return time;
}

const folder = mkdtempSync(join(tmpdir(), 'clarus-klaviyo-backlog-'));
try {
  const small = await openBacklog(folder, SMALL);
  const startedAt = performance.now();
  const large = await openBacklog(folder, LARGE);
  report(
    `enqueue, up to ${LARGE.toLocaleString('en')}: microseconds each`,
    (((performance.now() - startedAt) / LARGE) * 1_000).toFixed(0),
    undefined,
    true,
  );
  for (const count of [1, AT_ONCE]) {
    const times = { small: [], large: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const size of round % 2 === 0 ? ['small', 'large'] : ['large', 'small']) {
        times[size].push(await turn(size === 'small' ? small : large, count));
      }
    }
    const [atSmall, atLarge] = [median(times.small), median(times.large)];
    const name = `take and settle ${count}`;
    report(
      `${name}, ${SMALL.toLocaleString('en')} waiting: microseconds each`,
      ((atSmall / count) * 1_000).toFixed(0),
      undefined,
      true,
    );
    report(
      `${name}, ${LARGE.toLocaleString('en')} waiting: microseconds each`,
      ((atLarge / count) * 1_000).toFixed(0),
      undefined,
      true,
    );
    report(`${name}: ratio`, (atLarge / atSmall).toFixed(2), '<= 1.2', atLarge / atSmall <= 1.2);
  }
  await small.store.close();
  await large.store.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
