import { virtualClock } from '@clarus-klaviyo/testing';
import { expect, test } from 'vitest';
import { StoreUnavailableError } from '../stores/errors.js';
import { createMemoryStore } from '../stores/memory.js';
import { createBench } from './bench.js';

function scene() {
  const clock = virtualClock('2026-03-02T09:00:00.000Z');
  const store = createMemoryStore();
  const newBench = () => createBench({ store, clock, random: () => 1 });
  const subjects = async () => (await store.incidents()).map((one) => one.subject);
  return { clock, store, newBench, subjects };
}

async function bug(): Promise<never> {
  throw new TypeError('a resolver of the policy threw');
}

test('a bug benches its key alone, ever longer, and no longer than an hour', async () => {
  const { clock, newBench, subjects } = scene();
  const bench = newBench();
  const waits: number[] = [];
  for (let failure = 0; failure < 14; failure += 1) {
    expect(await bench.charge('order:1', bug)).toBe(false);
    waits.push(bench.waitMs('order:1'));
  }
  expect(waits.slice(0, 3)).toEqual([5_000, 10_000, 20_000]);
  expect(waits.at(-1)).toBe(3_600_000);
  expect(bench.sitting()).toEqual(['order:1']);
  expect(bench.waitMs('order:2')).toBe(0);
  expect(await subjects()).toEqual(['order:1']);
  await clock.advance(3_600_000);
  expect(bench.sitting()).toEqual([]);
});

test('the first success closes the incident and begins anew', async () => {
  const { newBench, subjects } = scene();
  const bench = newBench();
  await bench.charge('order:1', bug);
  await bench.charge('order:1', bug);
  expect(await bench.charge('order:1', async () => undefined)).toBe(true);
  expect(await subjects()).toEqual([]);
  await bench.charge('order:1', bug);
  expect(bench.waitMs('order:1')).toBe(5_000);
});

test('an incident that an earlier process left open closes too', async () => {
  const { newBench, subjects } = scene();
  await newBench().charge('order:1', bug);
  const restarted = newBench();
  expect(restarted.sitting()).toEqual([]);
  await restarted.charge('order:1', async () => undefined);
  expect(await subjects()).toEqual([]);
});

test('what the store throws is nobody’s bug: it comes through', async () => {
  const { newBench, subjects } = scene();
  const bench = newBench();
  const isFull = async (): Promise<never> => {
    throw new StoreUnavailableError('full');
  };
  await expect(bench.charge('order:1', isFull)).rejects.toBeInstanceOf(StoreUnavailableError);
  expect(bench.sitting()).toEqual([]);
  expect(await subjects()).toEqual([]);
});
