/**
 * JSON lines on standard output, which is what a container's log collector wants. Ten lines do; bring a logging library
 * when you need levels per module or several outputs. Nothing secret or personal is ever handed in.
 */
import type { SyncEvent } from '@clarus-klaviyo/sync';

type Level = 'info' | 'warn' | 'error';

/** Somebody should look at these; the rest is the story of a normal day. */
const LEVELS: Partial<Record<SyncEvent['type'], Level>> = {
  'webhook.refused': 'warn',
  'webhook.not-stored': 'error',
  'webhook.parked': 'warn',
  'read.failed': 'warn',
  'account.paused': 'warn',
  'message.dead': 'error',
  'stage.failed': 'error',
};

export function log(level: Level, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
}

export function logEvent({ type, ...fields }: SyncEvent): void {
  log(LEVELS[type] ?? 'info', type, fields);
}

/** A stable word for an error: its message may quote what must not be in a log. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
