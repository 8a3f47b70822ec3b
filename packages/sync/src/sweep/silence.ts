/** Notices when webhooks stop coming while the warehouse works: nobody else would, for nothing fails. */
import type { Clock } from '../clock.js';
import type { Store } from '../stores/store.js';
import { type OpenHours, openMsWithin } from './open-hours.js';

const WEBHOOK_SILENCE = 'webhook-silence';
const META = 'webhooks.lastAt';
/** How exactly the last webhook's instant is remembered over a restart. */
const REMEMBER_EVERY_MS = 60_000;
/** No further back than this is open time counted. */
const LOOK_BACK_MS = 3 * 86_400_000;

export interface Silence {
  /** A webhook came. */
  heard(): Promise<void>;
  /** A sweep has ended. `found`: it saw something new that no webhook told. */
  swept(found: boolean): Promise<void>;
}

interface SilenceContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly tenant: string;
  readonly silenceMs: number;
  readonly openHours: OpenHours | null;
}

export function createSilence({ store, clock, tenant, silenceMs, openHours }: SilenceContext): Silence {
  let lastMs: number | undefined;
  let rememberedMs = 0;
  let isOpen: boolean | undefined;

  /** The first question starts the count: what came before this installation says nothing. */
  async function lastHeardMs(): Promise<number> {
    if (lastMs === undefined) {
      const known = await store.getMeta(META);
      lastMs = known === null ? clock.now() : Number(known);
      if (known === null) await store.setMeta(META, String(lastMs));
    }
    return lastMs;
  }

  return {
    async heard() {
      lastMs = clock.now();
      if (isOpen !== false) {
        await store.clear(WEBHOOK_SILENCE, tenant);
        isOpen = false;
      }
      if (lastMs - rememberedMs < REMEMBER_EVERY_MS && lastMs >= rememberedMs) return;
      rememberedMs = lastMs;
      await store.setMeta(META, String(lastMs));
    },
    async swept(found) {
      if (silenceMs <= 0) return;
      const nowMs = clock.now();
      const sinceMs = await lastHeardMs();
      if (nowMs - sinceMs < silenceMs) return;
      const openMs = openHours === null ? 0 : openMsWithin(openHours, Math.max(sinceMs, nowMs - LOOK_BACK_MS), nowMs);
      if (!found && openMs < silenceMs) return;
      isOpen = true;
      const detail = { minutes: Math.round((nowMs - sinceMs) / 60_000), found };
      await store.report(
        [{ class: WEBHOOK_SILENCE, subject: tenant, severity: 'error', owner: 'integration', detail }],
        nowMs,
      );
    },
  };
}
