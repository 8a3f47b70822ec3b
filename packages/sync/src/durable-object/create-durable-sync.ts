/** Sync inside a Durable Object: its SQLite is the store, its alarm the scheduler. */
import { systemClock } from '../clock.js';
import type { SyncConfig } from '../config.js';
import { createSync, type Sync } from '../create-sync.js';
import { reasonOf } from '../events.js';
import type { Store } from '../stores/store.js';
import { type AlarmLimits, DEFAULT_ALARM_LIMITS, nextRestMs } from './alarm-limits.js';
import { openDurableStore } from './open-store.js';
import type { DurableStorage } from './storage.js';

/** What the pipeline needs inside a Durable Object. */
export interface DurableSyncConfig extends Omit<SyncConfig, 'store'> {
  /** The object's `ctx.storage`. */
  readonly storage: DurableStorage;
  readonly alarm?: Partial<AlarmLimits>;
}

/** What an object's class hands its own `fetch`, `alarm` and a Cron's call to. */
export interface DurableSync {
  readonly sync: Sync;
  /** `sync.handler`; afterwards the alarm is set for whatever there is to do. */
  fetch(request: Request): Promise<Response>;
  /**
   * Does what is due, at most as much as `AlarmLimits` say, and sets the next alarm. Never throws: the platform gives
   * up on an alarm that failed six times, and then nothing would wake the object any more.
   */
  alarm(): Promise<void>;
  /** Looks for what webhooks missed, each kind at its own pace; call it from a Cron. Never throws: a failure is an incident. */
  sweep(): Promise<void>;
}

/**
 * The pipeline inside a Durable Object: its storage is the store, its alarm the scheduler.
 *
 * @throws {SyncConfigError} the configuration cannot work.
 * @throws {StoreUnavailableError} a later version of this package wrote the object's tables.
 * @example
 * export class News extends DurableObject<Env> {
 *   readonly #news = createDurableSync({ storage: this.ctx.storage, ...configOf(this.env) });
 *   override fetch(request: Request): Promise<Response> { return this.#news.fetch(request); }
 *   override alarm(): Promise<void> { return this.#news.alarm(); }
 *   sweep(): Promise<void> { return this.#news.sweep(); }
 * }
 */
export function createDurableSync({ storage, alarm, ...config }: DurableSyncConfig): DurableSync {
  const clock = config.clock ?? systemClock;
  const onEvent = config.onEvent ?? (() => undefined);
  const limits = { ...DEFAULT_ALARM_LIMITS, ...alarm };
  // Nothing to gain from a window: the output gate confirms what arrives together, together.
  const timing = { groupCommitMs: 0, ...config.timing };
  const open = (): { readonly store: Store; readonly sync: Sync } => {
    const store = openDurableStore(storage);
    return { store, sync: createSync({ ...config, store, timing }) };
  };
  let owner = open();
  let restMs = 0;
  let restUntilMs = 0;
  let isNew = true;

  async function setAlarm(): Promise<void> {
    const dueAtMs = await owner.store.nextDueAt();
    const known = await storage.getAlarm();
    if (dueAtMs === null) {
      if (known !== null) await storage.deleteAlarm();
      return;
    }
    const atMs = Math.max(Math.floor(dueAtMs), Math.floor(clock.now()), restUntilMs);
    if (known === null || known !== atMs) await storage.setAlarm(atMs);
  }

  // One after the other: an older look at what is due must not set the alarm after a newer one did.
  let setting: Promise<void> = Promise.resolve();
  function arm(): Promise<void> {
    setting = setting.catch(() => undefined).then(setAlarm);
    return setting;
  }

  /** What fails here failed in the store or in our own code. It is told, and the next wake tries again. */
  async function outlive(stage: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      onEvent({ type: 'stage.failed', stage, reason: reasonOf(error) });
      return false;
    }
  }

  /** Returns how many things moved. */
  async function workThroughDue(): Promise<number> {
    const untilMs = clock.now() + limits.maxMs;
    let total = 0;
    for (let ticks = 0; ticks < limits.maxTicks && clock.now() < untilMs; ticks += 1) {
      const moved = await owner.sync.tick();
      total += moved;
      if (moved === 0) break;
    }
    return total;
  }

  function rest(moved: number): void {
    restMs = nextRestMs(restMs, moved, limits);
    restUntilMs = restMs === 0 ? 0 : Math.floor(clock.now()) + restMs;
  }

  return {
    get sync() {
      return owner.sync;
    },
    async fetch(request) {
      const response = await owner.sync.handler(request);
      if (request.method !== 'GET' && request.method !== 'HEAD') rest(1); // it may have brought work
      await outlive('alarm', arm);
      return response;
    },
    async alarm() {
      // First: should the object be evicted in the middle, the alarm that wakes it again is on disk already.
      await outlive('alarm', arm);
      let moved = 0;
      const isDone = await outlive('alarm', async () => {
        moved = await workThroughDue();
      });
      // What a failed pass had taken and could not settle is nobody's now, until a new owner takes it again.
      if (!isDone) {
        await outlive('alarm', async () => {
          owner = open();
        });
      }
      rest(moved);
      await outlive('alarm', arm);
    },
    async sweep() {
      await outlive('sweep', async () => {
        if (isNew) {
          // What was parked for want of a mapping finds its meaning once a deployment brought one.
          for (const automationId of Object.keys(config.webhooks.automations))
            await owner.sync.replayParked({ automationId });
          isNew = false;
        }
        await owner.sync.sweepDue();
        await owner.sync.tick(); // alerts and measures, which wait for no work
      });
      await outlive('alarm', arm);
    },
  };
}
