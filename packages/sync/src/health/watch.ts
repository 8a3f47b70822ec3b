/** Beside the stages of the flow: measures what waits, and tells people what they should know. Holds up neither. */
import { ALERT_DEFAULTS } from '../alerts/alert.js';
import { createAlerter } from '../alerts/alerter.js';
import type { SyncConfig, SyncContext } from '../config.js';
import { reasonOf } from '../events.js';
import type { Recorder } from './recorder.js';

/** How old an incident may be before somebody is told of it. */
const EVERY_MS = 5_000;

export interface Watch {
  /** One look. Rejects only when the store does. */
  pass(signal: AbortSignal | undefined): Promise<void>;
  /** Looks again and again until aborted; never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

export function createWatch(
  context: SyncContext,
  recorder: Recorder,
  { alerts, links = {} }: Pick<SyncConfig, 'alerts' | 'links'>,
): Watch {
  const { clock, onEvent } = context;
  const alerter =
    alerts === undefined
      ? null
      : createAlerter({
          ...context,
          config: { ...ALERT_DEFAULTS, ...alerts },
          links: { page: links.page?.replace(/\/+$/, '') ?? null, runbooks: links.runbooks ?? null },
        });

  async function pass(signal: AbortSignal | undefined): Promise<void> {
    await recorder.flush();
    await alerter?.pass(signal);
  }

  return {
    pass,
    async run(signal) {
      while (!signal.aborted) {
        await pass(signal).catch((error: unknown) =>
          onEvent({ type: 'stage.failed', stage: 'watch', reason: reasonOf(error) }),
        );
        await clock.sleep(EVERY_MS, signal).catch(() => undefined);
      }
      await recorder.flush(true).catch(() => undefined); // figures alone: a chart loses a few seconds
    },
  };
}
