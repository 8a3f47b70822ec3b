/** JSON lines on standard output: one event, one line. Nothing secret or personal is ever handed in. */
import type { SyncEvent } from '@clarus-klaviyo/sync';

type Level = 'info' | 'warn' | 'error';
type Write = (line: string) => void;

const LEVELS: Partial<Record<SyncEvent['type'], Level>> = {
  'webhook.refused': 'warn',
  'webhook.not-stored': 'error',
  'webhook.parked': 'warn',
  'read.failed': 'warn',
  'message.dead': 'error',
  'account.paused': 'warn',
  'stage.failed': 'error',
};

export interface Log {
  event(event: SyncEvent): void;
  say(level: Level, message: string, fields?: Readonly<Record<string, unknown>>): void;
}

export function createLog(write: Write = (line) => process.stdout.write(line)): Log {
  const line = (level: Level, fields: Readonly<Record<string, unknown>>): void => {
    write(`${JSON.stringify({ time: new Date().toISOString(), level, ...fields })}\n`);
  };
  return {
    event: ({ type, ...fields }) => line(LEVELS[type] ?? 'info', { event: type, ...fields }),
    say: (level, message, fields = {}) => line(level, { event: 'service', message, ...fields }),
  };
}
