import type { ClarusProfile } from '../clarus/roots.js';
import type { ClarusWorld } from '../clarus/world/world.js';
import { type Clock, instantMs } from '../clock.js';
import { seededRandom } from '../random.js';
import { ALL_SKUS } from './catalogue.js';
import { type DayExpectations, expectationsOf } from './expectations.js';
import { type PlannedOrder, planDay } from './plan.js';
import { planStock } from './stock-plan.js';
import { historyOf, stepsOf } from './timeline.js';

/** How a day is generated. The same seed makes the same day. */
export interface DayOptions {
  /** The same seed makes the same day. */
  readonly seed: number;
  /** @default 640 */
  readonly orders?: number;
  /** Orders that were completed the day before; nobody must hear of them. @default 40 */
  readonly historyOrders?: number;
  /** When the warehouse opens. ISO 8601. @default '2026-03-02T07:00:00Z' */
  readonly startAt?: string;
  /** At least 8. @default 10 */
  readonly openForHours?: number;
  /** First part of every expected event id: the Clarus subdomain. @default 'brand' */
  readonly tenant?: string;
  /** Decides who can be known: the documented profile names recipients in webhooks only. @default 'documented' */
  readonly profile?: ClarusProfile;
}

/** One thing that happens in a day. */
export interface TimelineStep {
  readonly key: string;
  readonly atMs: number;
  readonly describe: string;
  apply(world: ClarusWorld): void;
}

/** A generated day of a warehouse: what happens when, and what customers should hear of it. */
export interface Day {
  readonly startMs: number;
  readonly endMs: number;
  readonly profile: ClarusProfile;
  /** Every SKU the brand has: hand them to `fakeKlaviyo` as its variants. */
  readonly skus: readonly string[];
  readonly orders: readonly PlannedOrder[];
  /** Puts products, carriers and yesterday's orders into the world. Once, before the first step. */
  readonly history: (world: ClarusWorld) => void;
  readonly timeline: readonly TimelineStep[];
  readonly expectations: DayExpectations;
  /** When each step was really applied, by key: late machines make late warehouses. */
  readonly happened: ReadonlyMap<string, number>;
}

const HOUR_MS = 3_600_000;

/**
 * A trading day of a clothing brand: what the warehouse does, and what customers must hear of it.
 *
 * @throws {RangeError} when the day is shorter than 8 hours.
 * @example
 * const day = generateDay({ seed: 7 });
 * day.history(clarus.world);
 * await playDay(day, clarus.world, clock);
 * const verdict = judgeDay(day, klaviyo.account('brand'));
 */
export function generateDay(options: DayOptions): Day {
  const { seed, orders = 640, historyOrders = 40, startAt = '2026-03-02T07:00:00Z', openForHours = 10 } = options;
  const { tenant = 'brand', profile = 'documented' } = options;
  if (openForHours < 8) throw new RangeError('generateDay: a day has at least 8 hours');
  const startMs = instantMs(startAt);
  const openForMs = openForHours * HOUR_MS;
  const random = seededRandom(seed);
  const plan = planDay({ random, orders, startMs, openForMs });
  const stock = planStock(random, plan, startMs, openForMs);
  const happened = new Map<string, number>();
  return {
    startMs,
    endMs: startMs + openForMs,
    profile,
    skus: ALL_SKUS,
    orders: plan,
    history: historyOf(seed, historyOrders, startMs, stock),
    timeline: stepsOf(plan, stock).map(({ key, atMs, describe, perform }) => ({
      key,
      atMs,
      describe,
      apply: (world) => {
        happened.set(key, world.state.now());
        perform(world);
      },
    })),
    expectations: expectationsOf(tenant, plan, stock),
    happened,
  };
}

/** What hears of each step while a day is played. */
export interface PlayOptions {
  readonly signal?: AbortSignal;
  readonly onStep?: (step: TimelineStep) => void;
}

/** Applies each step when the clock gets there; late ones at once, in order. */
export async function playDay(
  day: Day,
  world: ClarusWorld,
  clock: Clock,
  { signal, onStep }: PlayOptions = {},
): Promise<void> {
  for (const step of day.timeline) {
    const waitMs = step.atMs - clock.now();
    if (waitMs > 0) await clock.sleep(waitMs, signal);
    signal?.throwIfAborted();
    step.apply(world);
    onStep?.(step);
  }
}
