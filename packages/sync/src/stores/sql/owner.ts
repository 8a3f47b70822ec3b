/** Who owns the store: each owner has an epoch, and a later one ends the earlier. */
import type { Connection } from './connection.js';
import { number } from './rows.js';

/** Begins an epoch. `isStill` is false once somebody else has begun another. */
export function prepareOwner(connection: Connection): { isStill(): boolean } {
  const begin = connection.prepare('UPDATE owner SET epoch = epoch + 1 RETURNING epoch');
  const select = connection.prepare('SELECT epoch FROM owner');
  const epoch = number(begin.get() ?? {}, 'epoch');
  return { isStill: () => number(select.get() ?? {}, 'epoch') === epoch };
}
