/** `clarus-klaviyo demo`: a warehouse day through the real pipeline, compressed in time, and judged. */
import { type Clock, type Day, generateDay, judgeDay, playDay, scaledClock } from '@clarus-klaviyo/testing';
import { figuresOf } from './figures.js';
import type { DemoOptions } from './options.js';
import { createProgress, type Progress } from './progress.js';
import { faultsOf, NEXT_STEPS, renderReport } from './report.js';
import { openShop, type Shop } from './shop.js';

/** The ten hours of the day pass in 36 seconds, and what still waits after it (two hours at most) in eight. */
const FACTOR = 1_000;
const OPENS_AT = '2026-03-02T07:00:00Z';
const HISTORY_ORDERS = 40;
const QUARTER_HOUR_MS = 15 * 60_000;
/** Longer than any wait of the policy: tracking, two hours. */
const AFTER_HOURS = 3;
const EXAMPLES = ['Fulfilled Shipment', 'Cancelled Order'];

/** Evening: what is held comes due, two sweeps look for what was missed, and the last messages go out. */
async function untilQuiet(shop: Shop, day: Day, clock: Clock, progress: Progress): Promise<void> {
  await shop.sender.idle();
  const closesAtMs = day.endMs + AFTER_HOURS * 4 * QUARTER_HOUR_MS;
  while (clock.now() < closesAtMs) {
    await clock.sleep(QUARTER_HOUR_MS);
    progress.show();
    const { backlog } = await shop.sync.health();
    const isQuiet = backlog.webhooks + backlog.reads + backlog.messages === 0;
    const nextDueAtMs = await shop.sync.nextDueAt();
    if (isQuiet && clock.now() > day.endMs + QUARTER_HOUR_MS && (nextDueAtMs ?? closesAtMs) >= closesAtMs) break;
  }
  await shop.sync.sweep();
  for (let round = 0; round < AFTER_HOURS * 4; round += 1) {
    const { backlog } = await shop.sync.health();
    if (backlog.webhooks + backlog.reads + backlog.messages === 0) break;
    await clock.sleep(QUARTER_HOUR_MS);
    progress.show();
  }
}

function showExamples(shop: Shop, write: (text: string) => void): void {
  for (const metric of EXAMPLES) {
    const event = shop.klaviyo.accepted.find((one) => one.metric === metric);
    if (event === undefined) continue;
    const { properties, time } = event;
    write(`\n  An example of “${metric}” as Klaviyo recorded it:\n\n`);
    const text = JSON.stringify({ metric, time, properties }, null, 2);
    write(`${text.replaceAll(/^/gm, '    ')}\n`);
  }
}

/** Returns the exit code: 0 only if nothing was missing, doubled, early or wrong. */
export async function playDemo(options: DemoOptions, write: (text: string) => void): Promise<number> {
  const { seed, orders } = options;
  const day = generateDay({ seed, orders, historyOrders: HISTORY_ORDERS, startAt: OPENS_AT, profile: 'generous' });
  const clock = scaledClock({ startAt: OPENS_AT, factor: FACTOR });
  const shop = await openShop({ day, seed, clock, factor: FACTOR });
  write(
    `A day at a clothing brand’s warehouse: ${day.orders.length} orders, ${day.timeline.length} things that happen.\n`,
  );
  write('Real clients, real pipeline, real SQLite; the vendors are fakes that behave, at Klaviyo’s true pace.\n\n');
  const startedAt = performance.now();
  const progress = createProgress({ shop, day, clock, write });
  try {
    await playDay(day, shop.clarus.world, clock, { onStep: () => progress.tick() });
    await untilQuiet(shop, day, clock, progress);
    progress.end();
    const seconds = (performance.now() - startedAt) / 1000;
    const webhooks = { jobs: shop.clarus.jobs, lost: shop.sender.lost };
    const verdict = judgeDay(day, shop.klaviyo.account('brand'), { webhooks });
    const { incidents } = await shop.sync.health();
    const figures = figuresOf({ day, shop, verdict, historyOrders: HISTORY_ORDERS, seconds, incidents });
    write(
      `\nThe day is over after ${seconds.toFixed(0)} seconds. What its customers were told:\n\n${renderReport(figures)}\n`,
    );
    showExamples(shop, write);
    const faults = faultsOf(figures);
    if (faults.length === 0) write(`\nNothing missing, nothing doubled, nothing early.\n\n${NEXT_STEPS}\n`);
    else write(`\nNOT RIGHT: ${faults.join(', ')}.\n${JSON.stringify(wrongOf(verdict), null, 2)}\n`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    await shop.close();
  }
}

/** Ids only: enough to look each of them up, nothing about anybody. */
function wrongOf(verdict: ReturnType<typeof judgeDay>): unknown {
  const { missing, doubled, early, unexpected, wrongContents, silent, flags, stock } = verdict;
  return { missing, doubled, early, unexpected, wrongContents, silent, flags: flags.wrong, stock: stock.wrong };
}
