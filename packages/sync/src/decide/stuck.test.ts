import { initialOrder, type OrderState } from '@clarus-klaviyo/mapping';
import { expect, test } from 'vitest';
import { NOON } from '../stores/conformance/builders.js';
import type { Progress } from './rows.js';
import { type StuckFacts, stuckOrder } from './stuck.js';

const HOUR_MS = 3_600_000;
const limits = { stuckReleasedMs: 48 * HOUR_MS, stuckLabelledMs: 24 * HOUR_MS, stuckUntoldMs: HOUR_MS };
const NO_STEP: Progress = { releasedAtMs: null, unlabelledAtMs: null, labelledAtMs: null, dispatchedAtMs: null };
const released = { ...NO_STEP, releasedAtMs: NOON };
const labelled = { ...released, labelledAtMs: NOON };
const dispatched = { ...labelled, dispatchedAtMs: NOON };

function stateWith(told: Partial<OrderState['told']> = {}): OrderState {
  const state = initialOrder({ tenant: 'acme', orderId: '7' });
  return { ...state, told: { ...state.told, isLive: true, ...told } };
}

function judged(progress: Progress, hours: number, change: Partial<StuckFacts> = {}): string | number | null {
  const facts = { reference: 'SO-7', progress, state: stateWith(), isClosed: false, nowMs: NOON + hours * HOUR_MS };
  const { findings, wakeAtMs } = stuckOrder({ ...facts, ...change }, limits);
  return findings[0]?.code ?? (wakeAtMs === null ? null : (wakeAtMs - NOON) / HOUR_MS);
}

test.each<[string, Progress, number, Partial<StuckFacts>, string | number | null]>([
  ['nothing was done yet', NO_STEP, 999, {}, null],
  ['released: time will tell', released, 47, {}, 48],
  ['released for too long', released, 48, {}, 'order-stuck'],
  ['its label is the further step', labelled, 23, {}, 24],
  ['labelled for too long', labelled, 24, {}, 'label-without-dispatch'],
  ['closed: nothing is to come', labelled, 999, { isClosed: true }, null],
  ['left, and not told for too long, closed or not', dispatched, 1, { isClosed: true }, 'dispatched-not-told'],
  ['only a sweep has ever named it', released, 999, { state: stateWith({ isLive: false }) }, null],
  ['waits for something that comes', dispatched, 9, { state: stateWith({ holds: { a: ['tracking'] } }) }, null],
  ['proof is waited for a day', dispatched, 9, { state: stateWith({ holds: { a: ['evidence'] } }) }, 24],
  ['proof never came', dispatched, 24, { state: stateWith({ holds: { a: ['evidence'] } }) }, 'dispatched-not-told'],
])('%s', (_, progress, hours, change, expected) => {
  expect(judged(progress, hours, change)).toBe(expected);
});

test('a limit of 0 switches it off', () => {
  const facts = { reference: 'SO-7', progress: released, state: stateWith(), isClosed: false, nowMs: NOON * 2 };
  expect(stuckOrder(facts, { ...limits, stuckReleasedMs: 0 })).toEqual({ findings: [], wakeAtMs: null });
});
