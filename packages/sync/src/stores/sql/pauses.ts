/** Stops that people ordered. What they stop is left alone by never looking at its track. */
import type { Pause } from '../store.js';
import type { Connection, Row } from './connection.js';
import { number, text, textOrNull } from './rows.js';

export interface PauseTable {
  list(): Pause[];
  set(pause: Pause): void;
  /** False when there was no such pause. */
  remove(account: string, metric: string | null): boolean;
}

/** In the table, a pause of the whole account names this metric. */
const WHOLE_ACCOUNT = '';

function toPause(row: Row): Pause {
  const metric = text(row, 'metric');
  return {
    account: text(row, 'account'),
    metric: metric === WHOLE_ACCOUNT ? null : metric,
    sinceMs: number(row, 'since'),
    by: textOrNull(row, 'by'),
    reason: textOrNull(row, 'reason'),
  };
}

export function preparePauses(connection: Connection): PauseTable {
  const selectAll = connection.prepare(
    'SELECT account, metric, since, by, reason FROM pauses ORDER BY account, metric',
  );
  const replace = connection.prepare(`
    INSERT OR REPLACE INTO pauses (account, metric, since, by, reason) VALUES (?, ?, ?, ?, ?)`);
  const remove = connection.prepare('DELETE FROM pauses WHERE account = ? AND metric = ? RETURNING account');

  return {
    list: () => selectAll.all().map(toPause),
    set: ({ account, metric, sinceMs, by, reason }) =>
      replace.run(account, metric ?? WHOLE_ACCOUNT, sinceMs, by, reason),
    remove: (account, metric) => remove.get(account, metric ?? WHOLE_ACCOUNT) !== undefined,
  };
}
