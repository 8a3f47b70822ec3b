/** The promises of the mapping (design §5.2), for every life of an order that we can think of. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deriveOrder } from '../src/advance/derive-order.js';
import {
  advance,
  definePolicy,
  type ItemQuantity,
  initialOrder,
  type Milestone,
  type OrderAdvance,
  type OrderInput,
  type OrderLine,
  type OrderView,
  type Policy,
  type ShipmentDispatched,
  type ShipmentUpdated,
  toKlaviyo,
} from '../src/index.js';
import { explainDecision } from '../src/sentences.js';
import { at, deepFreeze, LIVE, playWith, time } from './builders.js';
import { beliefOf } from './customer.js';
import { RUNS } from './runs.js';
import { anyLife, anyPolicy, arriving, forwardLife, observe } from './world.js';

const START = initialOrder({ tenant: 'acme', orderId: '1001' });
const LATER = at('60d');
const arrivals = fc.array(fc.nat({ max: 30 }), { maxLength: 30 });

const correctionPolicy = fc.constantFrom(
  {},
  { waitForTracking: '0s', noShipmentGrace: '0s', reissueGrace: '0s', updateGrace: '0s' },
);

function factsAfter(inputs: readonly OrderInput[]): unknown {
  const policy = definePolicy();
  return inputs.reduce((state, input) => advance(state, input, policy, LIVE).state, START).facts;
}

function perSku(items: readonly Pick<ItemQuantity, 'sku' | 'quantity'>[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { sku, quantity } of items) sums.set(sku, (sums.get(sku) ?? 0) + quantity);
  return sums;
}

function shipped(milestones: readonly Milestone[]): readonly ShipmentDispatched[] {
  return milestones.filter((milestone) => milestone.kind === 'ShipmentDispatched');
}

function cancelledItems(milestones: readonly Milestone[]): readonly ItemQuantity[] {
  return milestones.flatMap((one) => (one.kind === 'OrderCancelled' || one.kind === 'LinesCancelled' ? one.items : []));
}

function linesOf(view: OrderView, quantity: 'ordered' | 'dispatched'): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const line of view.lines) sums.set(line.sku, (sums.get(line.sku) ?? 0) + line[quantity]);
  return sums;
}

/** Per SKU the most that any observation showed of each of its lines: a unit undone on one line may leave on another. */
function mostSeen(inputs: readonly OrderInput[], quantity: 'ordered' | 'dispatched'): ReadonlyMap<string, number> {
  const most = new Map<string, OrderLine>();
  for (const line of inputs.flatMap((input) => (input.kind === 'order' ? (input.view?.lines ?? []) : []))) {
    if ((most.get(line.id)?.[quantity] ?? 0) <= line[quantity]) most.set(line.id, line);
  }
  const sums = new Map<string, number>();
  for (const line of most.values()) sums.set(line.sku, (sums.get(line.sku) ?? 0) + line[quantity]);
  return sums;
}

describe('for every life of an order', () => {
  test('the same inputs in any order, any number of times, give the same facts', () => {
    fc.assert(
      fc.property(anyLife, arrivals, (life, extra) => {
        const { inputs } = observe(life);
        const shuffled = [...extra.flatMap((index) => inputs[index % inputs.length] ?? []), ...[...inputs].reverse()];
        expect(factsAfter(shuffled)).toEqual(factsAfter(inputs));
      }),
      RUNS,
    );
  });

  test('(a) the same input twice adds nothing', () => {
    fc.assert(
      fc.property(anyLife, anyPolicy, (life, policyInput) => {
        const policy = definePolicy(policyInput);
        let state = START;
        for (const input of observe(life).inputs) {
          const once = advance(state, input, policy, LIVE);
          const twice = advance(once.state, input, policy, LIVE);
          expect(twice.milestones).toEqual([]);
          expect(twice.facts).toEqual([]);
          expect(twice.findings).toEqual(once.findings);
          expect(twice.wakeAt).toEqual(once.wakeAt);
          state = twice.state;
        }
      }),
      RUNS,
    );
  });

  test('(b) every id is told at most once, whatever the arrival', () => {
    fc.assert(
      fc.property(anyLife, anyPolicy, arrivals, (life, policyInput, order) => {
        const { inputs } = observe(life);
        const all = [...inputs, ...arriving(inputs, order)];
        const { milestones } = playWith(definePolicy(policyInput), all, LATER);
        const ids = milestones.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(shipped(milestones).map(({ shipmentNumber }) => shipmentNumber)).toEqual(
          [...shipped(milestones).map(({ shipmentNumber }) => shipmentNumber)].sort((a, b) => a - b),
        );
      }),
      RUNS,
    );
  });

  test('(c) no unit is told shipped more often than it left, nor cancelled more often than it was ordered', () => {
    fc.assert(
      fc.property(anyLife, anyPolicy, arrivals, (life, policyInput, order) => {
        const { inputs } = observe(life);
        const all = [...inputs, ...arriving(inputs, order)];
        const { milestones } = playWith(definePolicy(policyInput), all, LATER);
        const left = mostSeen(all, 'dispatched');
        // At every moment: a shipment that was taken back gives its units back.
        for (const count of milestones.keys()) {
          const { shipments } = beliefOf(milestones.slice(0, count + 1));
          for (const [sku, units] of perSku([...shipments.values()].flatMap(({ items }) => items ?? []))) {
            expect(units).toBeLessThanOrEqual(left.get(sku) ?? 0);
          }
        }
        const ordered = mostSeen(all, 'ordered');
        for (const [sku, units] of perSku(cancelledItems(milestones))) {
          expect(units).toBeLessThanOrEqual(ordered.get(sku) ?? 0);
        }
      }),
      RUNS,
    );
  });

  test('(c) with an event per parcel: each id once, and parcels never hold more than their shipment was told with', () => {
    fc.assert(
      fc.property(anyLife, arrivals, fc.boolean(), (life, order, hasTwo) => {
        const { inputs } = observe(life);
        const policy = definePolicy({ perParcel: true });
        const all = [...inputs, ...arriving(inputs, order)].map((input) => (hasTwo ? inTwoParcels(input) : input));
        const told = shipped(playWith(policy, all, LATER).milestones);
        const ids = told.flatMap((one) => toKlaviyo(one, policy)).map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { parcels, items } of told) {
          const known = parcels.flatMap((parcel) => (parcel.items === undefined ? [] : [parcel.items]));
          if (known.length === 0) continue;
          // All or none: what is known of one parcel is known of every parcel, and together they are the shipment.
          expect(known).toHaveLength(parcels.length);
          expect([...perSku(known.flat())].sort()).toEqual([...perSku(items ?? [])].sort());
        }
      }),
      RUNS,
    );
  });

  test('(d) when nothing is taken back, what was told adds up to what is true, whatever the arrival', () => {
    fc.assert(
      fc.property(forwardLife, arrivals, fc.boolean(), (life, order, isLoad) => {
        const { inputs, end } = observe({ ...life, hasEmail: true });
        // Everything arrives in the end, if late, doubled and out of order.
        const arrived = arriving(inputs, [...order, ...inputs.keys()]);
        const policy = definePolicy(isLoad ? { dispatchStrategy: 'load' } : {});
        const { milestones, wakeAt } = playWith(policy, arrived, LATER);
        expect(wakeAt).toBeNull();
        const told = shipped(milestones);
        const left = linesOf(end, 'dispatched');
        const hasLeft = [...left.values()].some((units) => units > 0);
        const ids = end.shipments.filter(({ statusCode }) => statusCode === 'Dispatched').map(({ id }) => id);
        if (life.hasShipments) expect(told.map(({ shipmentId }) => shipmentId).sort()).toEqual([...ids].sort());
        else if (!isLoad) expect(told.map(({ shipmentId }) => shipmentId)).toEqual(hasLeft ? [null] : []);
        const kinds = milestones.map(({ kind }) => kind);
        expect(kinds.includes('OrderFulfilled')).toBe(hasLeft);
        expect(kinds.includes('OrderCancelled')).toBe(!hasLeft);
        for (const [sku, units] of linesOf(end, 'ordered')) {
          expect(perSku(cancelledItems(milestones)).get(sku) ?? 0).toBe(units - (left.get(sku) ?? 0));
        }
        if (life.hasShipments && told.every(({ items }) => items !== null)) {
          const items = perSku(told.flatMap((one) => one.items ?? []));
          for (const [sku, units] of left) expect(items.get(sku) ?? 0).toBe(units);
        }
        expect(milestones.every(({ mode }) => mode === 'live')).toBe(life.hasShipments || !isLoad || !hasLeft);
      }),
      RUNS,
    );
  });

  test('(d) whatever is undone, voided, renumbered or reopened: what was told ends up as what is true', () => {
    fc.assert(
      fc.property(anyLife, arrivals, correctionPolicy, (life, order, policyInput) => {
        const { inputs } = observe({
          ...life,
          hasEmail: true,
          steps: life.steps.map((step) => ({ ...step, isSweep: false })),
        });
        const policy = definePolicy(policyInput);
        const { milestones, state, wakeAt } = playWith(policy, arriving(inputs, [...order, ...inputs.keys()]), LATER);
        expect(wakeAt).toBeNull();
        const truth = deriveOrder(state.facts, policy);
        if (truth === null) throw new Error('the last read covers everything');
        const { shipments, isFulfilled, isCancelled, cancelled } = beliefOf(milestones);

        const onTheirWay = truth.candidates.filter(({ isDispatched }) => isDispatched);
        const unheard = onTheirWay.filter(({ id }) => !shipments.has(id));
        // The order-level message stands for one shipment, and needs no correction while that has no number.
        const isAdopted = shipments.has('order') && truth.shipments.length > 0;
        expect(unheard.map(({ trackingNumbers }) => trackingNumbers)).toEqual(isAdopted ? [[]] : []);
        for (const id of shipments.keys()) {
          if (id === 'order' && isAdopted) continue;
          const candidate = truth.candidates.find((one) => one.id === id);
          // Booked, in a completed order, and its units still count as dispatched: not undone.
          const isImplied = truth.status === 'completed' && candidate?.isLabelled === true;
          expect(candidate?.isDispatched === true || isImplied).toBe(true);
          expect(shipments.get(id)?.trackingNumbers).toEqual([...(candidate?.trackingNumbers ?? [])].sort());
        }

        const believed = [...shipments.values()];
        if (believed.length > 0 && believed.every(({ items }) => items !== null)) {
          const items = perSku(believed.flatMap((one) => one.items ?? []));
          const left = perSku(truth.lines.map((line) => ({ sku: line.sku, quantity: line.dispatched })));
          // Undone and packed anew while nobody looked, and nothing says which of several shipments gained what.
          const isAmbiguous = life.steps.some(({ kind }) => kind === 'undo') && shipments.size > 1 && !life.hasContents;
          for (const [sku, units] of left) {
            expect(items.get(sku) ?? 0).toBeLessThanOrEqual(units);
            if (!isAmbiguous) expect(items.get(sku) ?? 0).toBe(units);
          }
        }

        const hasLeft = truth.unitsDispatched > 0;
        const isContradictory = !hasLeft && onTheirWay.length > 0;
        if (hasLeft) expect(isFulfilled).toBe(true);
        else if (!isContradictory && truth.status !== 'open') expect(isCancelled).toBe(true);
        if (truth.status === 'open' || isContradictory) return;
        for (const { sku } of truth.lines) {
          const missing = truth.lines
            .filter((line) => line.sku === sku)
            .reduce((sum, line) => sum + line.ordered - line.dispatched, 0);
          expect(cancelled.get(sku) ?? 0).toBeGreaterThanOrEqual(missing);
        }
      }),
      RUNS,
    );
  });

  test('(d) where parcels list their contents, each shipment is told with exactly its own', () => {
    fc.assert(
      fc.property(forwardLife, (life) => {
        const { inputs, end } = observe({ ...life, hasEmail: true, hasShipments: true, hasContents: true });
        const { milestones } = playWith(definePolicy(), inputs, LATER);
        for (const { shipmentId, items, itemsSource } of shipped(milestones)) {
          const parcels = end.shipments.find(({ id }) => id === shipmentId)?.parcels ?? [];
          const contents = parcels.flatMap((parcel) => parcel.contents ?? []);
          expect(itemsSource).toBe('parcels');
          expect([...perSku(items ?? [])].sort()).toEqual(contents.map(({ sku, quantity }) => [sku, quantity]).sort());
        }
      }),
      RUNS,
    );
  });

  test('(e) nothing is told before its evidence was there, and nothing is dated in the future', () => {
    fc.assert(
      fc.property(anyLife, arrivals, (life, order) => {
        const { inputs } = observe(life);
        const policy = definePolicy();
        const seen: OrderInput[] = [];
        let state = START;
        for (const input of [...inputs, ...arriving(inputs, order), time(LATER)]) {
          seen.push(input);
          const result = advance(state, input, policy, LIVE);
          state = result.state;
          const views = seen.flatMap((one) => (one.kind === 'order' && one.view !== null ? [one.view] : []));
          for (const milestone of result.milestones) {
            expect(milestone.at <= (state.clock ?? '')).toBe(true);
            expect(views.some((view) => isProof(milestone, view))).toBe(true);
          }
        }
      }),
      RUNS,
    );
  });

  test('the state is plain JSON, no larger than a few views, and no input or state is ever changed', () => {
    fc.assert(
      fc.property(anyLife, anyPolicy, arrivals, (life, policyInput, order) => {
        const { inputs } = observe(life);
        const policy = deepFreeze(definePolicy(policyInput));
        const largest = Math.max(...inputs.map((input) => JSON.stringify(input).length));
        let state = deepFreeze(START);
        for (const input of [...inputs, ...arriving(inputs, order)]) {
          state = deepFreeze(advance(state, deepFreeze(input), policy, LIVE).state);
          const text = JSON.stringify(state);
          expect(JSON.parse(text)).toEqual(state);
          expect(text.length).toBeLessThan(2 * largest + 3_000);
        }
      }),
      RUNS,
    );
  });

  test('what asks to be woken asks for the future, and waking it moves it on', () => {
    fc.assert(
      fc.property(anyLife, anyPolicy, (life, policyInput) => {
        const policy = definePolicy(policyInput);
        let state = START;
        for (const input of observe(life).inputs) {
          const result = advance(state, input, policy, LIVE);
          expectToComeToRest(result, policy);
          state = result.state;
        }
      }),
      RUNS,
    );
  });

  test('every decision has a sentence, whatever led to it', () => {
    fc.assert(
      fc.property(anyLife, anyPolicy, (life, policyInput) => {
        const { milestones } = playWith(definePolicy(policyInput), observe(life).inputs, LATER);
        for (const { because } of milestones) {
          const sentence = explainDecision(because);
          // A word without a sentence would stand there as it is: `shipment-dispatched`.
          expect(sentence).toMatch(/^[A-Z]/);
          for (const word of [because.rule, ...because.heldFor])
            if (word.includes('-')) expect(sentence).not.toContain(word);
          if (because.modeReason !== null) expect(sentence).not.toContain(`But ${because.modeReason}.`);
        }
      }),
      RUNS,
    );
  });

  test('time never runs backwards: an instant that has passed changes nothing', () => {
    fc.assert(
      fc.property(anyLife, anyPolicy, (life, policyInput) => {
        const policy = definePolicy(policyInput);
        let state = START;
        for (const input of observe(life).inputs) {
          state = advance(state, input, policy, LIVE).state;
          const back = advance(state, time('2020-01-01T00:00:00Z'), policy, LIVE);
          expect(back.state.clock).toBe(state.clock);
          expect(back.milestones).toEqual([]);
        }
      }),
      RUNS,
    );
  });
});

/** The same, with what was in one parcel of each shipment in two. */
function inTwoParcels(input: OrderInput): OrderInput {
  if (input.kind !== 'order' || input.view === null) return input;
  const shipments = input.view.shipments.map((shipment) => ({
    ...shipment,
    parcels: shipment.parcels.flatMap(({ id, contents, ...parcel }) =>
      [0, 1].map((index) => ({
        ...parcel,
        id: `${id}.${index}`,
        contents: contents?.filter((_, position) => position % 2 === index) ?? null,
      })),
    ),
  }));
  return { ...input, view: { ...input.view, shipments } };
}

/** Wakes a state as often as it asks: each time for a later instant, never in vain, and not for ever. */
function expectToComeToRest({ state, wakeAt }: OrderAdvance, policy: Policy, turns = 0): void {
  expect(turns).toBeLessThan(20);
  if (wakeAt === null) return;
  expect(wakeAt > (state.clock ?? '')).toBe(true);
  const justBefore = advance(state, time(new Date(Date.parse(wakeAt) - 1).toISOString()), policy, LIVE);
  expect([justBefore.milestones, justBefore.wakeAt]).toEqual([[], wakeAt]);
  const woken = advance(state, time(wakeAt), policy, LIVE);
  expect(woken.wakeAt === null || woken.wakeAt > wakeAt).toBe(true);
  expectToComeToRest(woken, policy, turns + 1);
}

/** Could this view, by itself, make the milestone true? */
function isProof(milestone: Milestone, view: OrderView): boolean {
  const { order, lines, shipments } = view;
  const hasLeft = lines.some((line) => line.dispatched > 0);
  switch (milestone.kind) {
    case 'ShipmentDispatched':
      return milestone.shipmentId === null
        ? hasLeft
        : shipments.some(
            ({ id, statusCode }) =>
              id === milestone.shipmentId && (statusCode === 'Dispatched' || order.statusCode === 'COMPLETED'),
          );
    case 'ShipmentUpdated':
      return isUpdateTrue(milestone, view);
    case 'OrderFulfilled':
      return hasLeft;
    case 'OrderCancelled':
    case 'LinesCancelled':
      return order.statusCode === 'CANCELLED' || order.statusCode === 'COMPLETED';
    default:
      return false;
  }
}

function isUpdateTrue({ shipmentId, reason, parcels }: ShipmentUpdated, { lines, shipments }: OrderView): boolean {
  const shipment = shipments.find(({ id }) => id === shipmentId);
  const isGone =
    shipmentId === null ? lines.every((line) => line.dispatched === 0) : shipment?.statusCode !== 'Dispatched';
  switch (reason) {
    case 'tracking-added':
    case 'tracking-replaced':
      return parcels.every(({ id, trackingNumber }) =>
        shipment?.parcels.some((one) => one.id === id && one.trackingNumber === trackingNumber),
      );
    case 'label-voided':
    case 'dispatch-reversed':
      return isGone;
    case 'contents-changed':
      return true;
    case 'dispatch-redone':
      return shipmentId === null ? !isGone : shipment !== undefined;
  }
}
