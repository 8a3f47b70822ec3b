import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { KlaviyoError } from './errors.js';
import { createPacer, type PacedCall, type Pacer, type Priority } from './pacing.js';

const EVENTS = 'POST /api/events';
const BULK_EVENTS = 'POST /api/event-bulk-create-jobs';
const NO_HEADERS = new Headers();

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const callTo = (operation: string, priority: Priority = 'live', extra: Partial<PacedCall> = {}): PacedCall => ({
  operation,
  query: {},
  priority,
  signal: undefined,
  onThrottle: () => {},
  ...extra,
});

/** Passes and is answered 20 ms later; keeps when it started. */
async function send(pacer: Pacer, starts: number[], call: PacedCall, headers: Headers = NO_HEADERS): Promise<void> {
  const pass = await pacer.pass(call);
  starts.push(Date.now());
  await new Promise((resolve) => setTimeout(resolve, 20));
  pass.answered({ headers, isRateLimited: false, retryAfterMs: undefined });
}

function startMany(
  pacer: Pacer,
  count: number,
  call: PacedCall,
): { readonly starts: number[]; readonly done: Promise<unknown> } {
  const starts: number[] = [];
  return { starts, done: Promise.all(Array.from({ length: count }, () => send(pacer, starts, call))) };
}

const startedBefore = (starts: readonly number[], sinceMs: number, ms: number): number =>
  starts.filter((atMs) => atMs - sinceMs < ms).length;

describe('pacing', () => {
  test('lets a burst go at once and keeps to 10 a second, 150 a minute for bulk events', async () => {
    const pacer = createPacer();
    const beginMs = Date.now();
    const { starts, done } = startMany(pacer, 160, callTo(BULK_EVENTS));
    await vi.advanceTimersByTimeAsync(0);
    expect(starts).toHaveLength(10);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(starts).toHaveLength(150);
    for (const atMs of starts)
      expect(starts.filter((other) => other >= atMs && other < atMs + 1_000).length).toBeLessThanOrEqual(10);
    await vi.advanceTimersByTimeAsync(10_000);
    await done;
    expect(starts).toHaveLength(160);
    expect(startedBefore(starts, beginMs, 60_000)).toBe(150);
  });

  test('paces each endpoint by itself', async () => {
    const pacer = createPacer();
    const busy = startMany(pacer, 20, callTo(BULK_EVENTS));
    const other = startMany(pacer, 5, callTo('POST /api/profile-import'));
    await vi.advanceTimersByTimeAsync(0);
    expect(other.starts).toHaveLength(5);
    await vi.advanceTimersByTimeAsync(5_000);
    await Promise.all([busy.done, other.done]);
  });

  test('a call with a stricter parameter draws from that quota too, which other endpoints share', async () => {
    const pacer = createPacer();
    const query = { 'additional-fields[profile]': ['predictive_analytics'] };
    const one = startMany(pacer, 6, callTo('GET /api/profiles', 'live', { query }));
    const other = startMany(pacer, 6, callTo('GET /api/lists/*/profiles', 'live', { query }));
    const plain = startMany(pacer, 20, callTo('GET /api/profiles'));
    await vi.advanceTimersByTimeAsync(100);
    expect(one.starts.length + other.starts.length).toBe(10);
    expect(plain.starts).toHaveLength(20);
    await vi.advanceTimersByTimeAsync(3_000);
    await Promise.all([one.done, other.done, plain.done]);
  });

  test('one 429 holds back every caller of the endpoint until Retry-After is over', async () => {
    const pacer = createPacer();
    const beginMs = Date.now();
    const pass = await pacer.pass(callTo(EVENTS));
    pass.answered({ headers: NO_HEADERS, isRateLimited: true, retryAfterMs: 7_000 });
    const { starts, done } = startMany(pacer, 3, callTo(EVENTS));
    await vi.advanceTimersByTimeAsync(6_999);
    expect(starts).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    await done;
    for (const atMs of starts) expect(atMs - beginMs).toBeGreaterThanOrEqual(7_000);
  });

  test('a live call overtakes bulk calls that wait', async () => {
    const pacer = createPacer({ limits: { [EVENTS]: { perSecond: 1, perMinute: 60 } } });
    const order: string[] = [];
    const run = async (name: string, priority: Priority): Promise<void> => {
      await send(pacer, [], callTo(EVENTS, priority, {}));
      order.push(name);
    };
    const done = [run('bulk 1', 'bulk'), run('bulk 2', 'bulk'), run('bulk 3', 'bulk')];
    await vi.advanceTimersByTimeAsync(500); // bulk 2 stands first in line by now
    done.push(run('live', 'live'));
    await vi.advanceTimersByTimeAsync(10_000);
    await Promise.all(done);
    expect(order).toEqual(['bulk 1', 'live', 'bulk 2', 'bulk 3']);
  });

  test('a bulk call overtakes backfill that waits, and a live one both', async () => {
    const pacer = createPacer({ limits: { [EVENTS]: { perSecond: 1, perMinute: 60 } } });
    const order: string[] = [];
    const run = async (name: string, priority: Priority): Promise<void> => {
      await send(pacer, [], callTo(EVENTS, priority, {}));
      order.push(name);
    };
    const done = [run('backfill 1', 'backfill'), run('backfill 2', 'backfill'), run('backfill 3', 'backfill')];
    await vi.advanceTimersByTimeAsync(500); // backfill 2 stands first in line by now
    done.push(run('bulk', 'bulk'), run('live', 'live'));
    await vi.advanceTimersByTimeAsync(10_000);
    await Promise.all(done);
    expect(order).toEqual(['backfill 1', 'live', 'bulk', 'backfill 2', 'backfill 3']);
  });

  test('bulk leaves a fifth of the minute to live calls', async () => {
    const pacer = createPacer();
    const bulk = startMany(pacer, 150, callTo(BULK_EVENTS, 'bulk'));
    await vi.advanceTimersByTimeAsync(40_000);
    expect(bulk.starts).toHaveLength(120);
    const live = startMany(pacer, 30, callTo(BULK_EVENTS, 'live'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(live.starts).toHaveLength(30);
    await vi.advanceTimersByTimeAsync(120_000);
    await Promise.all([bulk.done, live.done]);
  });

  test('learns from the headers what others used, and leaves it to them until the window ends', async () => {
    const pacer = createPacer();
    const seen = new Headers({
      'RateLimit-Limit': '10, 10;w=1, 150;w=60',
      'RateLimit-Remaining': '9',
      'RateLimit-Reset': '30',
    });
    await Promise.all([send(pacer, [], callTo(BULK_EVENTS), seen), vi.advanceTimersByTimeAsync(20)]);
    const beginMs = Date.now();
    const { starts, done } = startMany(pacer, 20, callTo(BULK_EVENTS));
    await vi.advanceTimersByTimeAsync(29_000);
    expect(starts).toHaveLength(9); // 141 used, of which 1 ours: 140 by others, 10 of 150 ours
    await vi.advanceTimersByTimeAsync(10_000);
    await done;
    expect((starts[9] ?? 0) - beginMs).toBeLessThan(32_000);
  });

  test('its own use alone, told back by the server, slows nothing down', async () => {
    const pacer = createPacer();
    const starts: number[] = [];
    const beginMs = Date.now();
    const done = Array.from({ length: 150 }, (_, index) => {
      const remaining = String(149 - index);
      const told = new Headers({
        'RateLimit-Limit': '10, 10;w=1, 150;w=60',
        'RateLimit-Remaining': remaining,
        'RateLimit-Reset': '40',
      });
      return send(pacer, starts, callTo(BULK_EVENTS), told);
    });
    await vi.advanceTimersByTimeAsync(20_000);
    await Promise.all(done);
    expect(startedBefore(starts, beginMs, 16_000)).toBe(150);
  });

  test('an aborted caller leaves at once, wherever in the queue, and takes no room', async () => {
    const pacer = createPacer({ limits: { [EVENTS]: { perSecond: 1, perMinute: 60 } } });
    const first = startMany(pacer, 1, callTo(EVENTS));
    const atTheHead = new AbortController();
    const behind = new AbortController();
    const head = pacer.pass(callTo(EVENTS, 'live', { signal: atTheHead.signal }));
    const tail = pacer.pass(callTo(EVENTS, 'live', { signal: behind.signal }));
    const last = startMany(pacer, 1, callTo(EVENTS));
    await vi.advanceTimersByTimeAsync(100);
    behind.abort(new Error('not needed any more'));
    await expect(tail).rejects.toMatchObject({ code: 'klaviyo_aborted', isAmbiguous: false });
    atTheHead.abort();
    await expect(head).rejects.toMatchObject({ code: 'klaviyo_aborted' });
    await vi.advanceTimersByTimeAsync(1_100);
    await Promise.all([first.done, last.done]);
    expect(last.starts).toHaveLength(1);
  });

  test('a wait longer than maxWaitMs is an error with the time to come back', async () => {
    const pacer = createPacer({ maxWaitMs: 10_000 });
    (await pacer.pass(callTo(EVENTS))).answered({ headers: NO_HEADERS, isRateLimited: true, retryAfterMs: 3_600_000 });
    const outcome = pacer.pass(callTo(EVENTS)).catch((error: unknown) => error);
    await vi.runAllTimersAsync();
    const error = await outcome;
    expect(error).toMatchObject({ code: 'klaviyo_rate_limited', status: undefined });
    expect(KlaviyoError.is(error) ? error.retryAfterMs : 0).toBeGreaterThan(3_599_000);
  });

  test('a thousand callers at once are admitted in order of arrival', async () => {
    const pacer = createPacer();
    const order: number[] = [];
    const done = Array.from({ length: 1_000 }, async (_, index) => {
      const pass = await pacer.pass(callTo(EVENTS));
      order.push(index);
      pass.answered({ headers: NO_HEADERS, isRateLimited: false, retryAfterMs: undefined });
    });
    await vi.advanceTimersByTimeAsync(10_000);
    await Promise.all(done);
    expect(order).toEqual(Array.from({ length: 1_000 }, (_, index) => index));
  });

  test('a pass that was not used takes no room', async () => {
    const pacer = createPacer({ limits: { [EVENTS]: { perSecond: 1, perMinute: 60 } } });
    (await pacer.pass(callTo(EVENTS))).unused();
    const { starts, done } = startMany(pacer, 1, callTo(EVENTS));
    await vi.advanceTimersByTimeAsync(20);
    await done;
    expect(starts).toHaveLength(1);
  });

  test('says once that a call has to wait, and how long', async () => {
    const pacer = createPacer({ limits: { [EVENTS]: { perSecond: 1, perMinute: 60 } } });
    const waits: (number | undefined)[] = [];
    const { done } = startMany(pacer, 1, callTo(EVENTS));
    await vi.advanceTimersByTimeAsync(20);
    const waiting = startMany(pacer, 1, callTo(EVENTS, 'live', { onThrottle: (waitMs) => waits.push(waitMs) }));
    await vi.advanceTimersByTimeAsync(2_000);
    await Promise.all([done, waiting.done]);
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThan(900);
  });

  test('a clock set back by an hour does not stop the sending', async () => {
    let offsetMs = 0;
    const clock = {
      now: () => Date.now() + offsetMs,
      sleep: (delayMs: number) => new Promise<void>((resolve) => setTimeout(resolve, delayMs)),
    };
    const pacer = createPacer({ clock, limits: { [EVENTS]: { perSecond: 1, perMinute: 60 } } });
    const first = startMany(pacer, 1, callTo(EVENTS));
    await vi.advanceTimersByTimeAsync(20);
    offsetMs = -3_600_000;
    const second = startMany(pacer, 1, callTo(EVENTS));
    await vi.advanceTimersByTimeAsync(1_100);
    await Promise.all([first.done, second.done]);
    expect(second.starts).toHaveLength(1);
  });
});
