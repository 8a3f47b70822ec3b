import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WebhookJob } from '@clarus-klaviyo/testing';
import { expect, test } from 'vitest';
import type { Store } from '../src/index.js';
import { openSqliteStore } from '../src/node.js';
import { type Harness, hours, SECRET, startHarness } from './harness.js';

/** `DEEP=1`: at every operation; else at every seventh, and `CRASH_SEED` says which. */
const STEP = process.env['DEEP'] === '1' ? 1 : 7;
const FIRST = STEP === 1 ? 1 : 1 + (Number(process.env['CRASH_SEED'] ?? 0) % STEP);

/** The operation that was its last: had its caller still heard of it, or not? */
type LastWord = 'heard' | 'unheard';

interface Mortal {
  readonly store: Store;
  readonly died: Promise<'died'>;
  readonly operations: () => number;
}

/** A process that ends with its n-th store operation: whatever it asks of the store afterwards is never answered. */
function mortal(store: Store, lastOperation: number, lastWord: LastWord): Mortal {
  let operations = 0;
  let die = (): void => undefined;
  const died = new Promise<'died'>((resolve) => {
    die = () => resolve('died');
  });
  const never = new Promise<never>(() => undefined);
  const dying = new Proxy(store, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]): Promise<unknown> => {
        operations += 1;
        if (operations > lastOperation) {
          die();
          return never;
        }
        const answer: unknown = await method.apply(target, args);
        if (operations < lastOperation || lastWord === 'heard') return answer;
        die();
        return never;
      };
    },
  });
  return { store: dying, died, operations: () => operations };
}

/** A day of one order in two shipments. Webhooks come again until they are answered. */
class Day {
  readonly #path: string;
  readonly #unanswered = new Set<WebhookJob>();
  #last: Harness | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Lives until it dies or nothing is left to do; returns how many store operations that took. */
  async live(lastOperation: number, lastWord: LastWord): Promise<number> {
    const file = await openSqliteStore(this.#path);
    const { store, died, operations } = mortal(file, lastOperation, lastWord);
    const work = this.#work(store);
    await Promise.race([work, died]);
    await file.close();
    return operations();
  }

  async #work(store: Store): Promise<void> {
    const isFirst = this.#last === undefined;
    const starting = startHarness({
      store,
      sendsNothing: true,
      policy: { dispatchStrategy: 'shipment', flags: { enabled: false } },
      ...(this.#last === undefined ? {} : { after: this.#last }),
    });
    const harness = await starting;
    this.#last = harness;
    if (isFirst) this.#ship(harness);
    for (const job of this.#unanswered) {
      const answer = await harness.post(job.body, job.headers, `/webhooks/clarus/${SECRET}`);
      if (answer.ok) this.#unanswered.delete(job);
    }
    await harness.run(hours(4));
  }

  #ship({ clarus }: Harness): void {
    clarus.onWebhook((job) => void this.#unanswered.add(job));
    const { world } = clarus;
    world.setStock('TEE-M', 10);
    world.setStock('CAP-1', 10);
    const lines = [
      { sku: 'TEE-M', quantity: 2 },
      { sku: 'CAP-1', quantity: 1 },
    ];
    const order = world.createOrder({ reference: 'SO-1', lines, email: 'shopper@mail.shoppers.co.uk' });
    world.allocate(order.id);
    world.pick(order.id);
    const shipments = lines.map((line) => world.packShipment(order.id, { contents: [line] }));
    for (const { id } of shipments) world.label(id);
    for (const { id } of shipments) world.dispatchShipment(id);
  }

  /** What Klaviyo has, and in which order it was first asked to take it. */
  told(): { readonly events: readonly string[]; readonly submitted: readonly string[] } {
    const { klaviyo } = this.#last ?? {};
    if (klaviyo === undefined) return { events: [], submitted: [] };
    const events = klaviyo.account('brand').events.map(({ metric, uniqueId }) => `${metric} ${uniqueId}`);
    const submitted = [...new Set(klaviyo.requests.flatMap(({ uniqueIds }) => uniqueIds))];
    return { events, submitted };
  }
}

async function dayWith(
  lastOperation: number,
  lastWord: LastWord,
): Promise<{ told: ReturnType<Day['told']>; operations: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'clarus-klaviyo-crash-'));
  try {
    const day = new Day(join(folder, 'store.db'));
    const operations = await day.live(lastOperation, lastWord);
    if (operations >= lastOperation) await day.live(Number.POSITIVE_INFINITY, 'heard');
    return { told: day.told(), operations };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('wherever between two store operations it dies, the next owner tells everything, once, and in order', async () => {
  const whole = await dayWith(Number.POSITIVE_INFINITY, 'heard');
  expect(whole.told.events.map((event) => event.split(' acme:')[0])).toEqual([
    'Fulfilled Shipment',
    'Fulfilled Shipment',
    'Fulfilled Order',
  ]);
  expect(whole.told.submitted).toHaveLength(3);
  expect(whole.operations).toBeGreaterThan(30);
  for (let last = FIRST; last <= whole.operations; last += STEP) {
    for (const lastWord of ['heard', 'unheard'] as const) {
      const { told } = await dayWith(last, lastWord);
      expect({ last, lastWord, ...told }).toEqual({ last, lastWord, ...whole.told });
    }
  }
}, 600_000);
