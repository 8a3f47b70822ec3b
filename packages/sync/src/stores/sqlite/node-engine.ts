import * as sqlite from 'node:sqlite';
import type { Engine } from './engine.js';

/** Node has it since 22.16; the import of a name that is not there would fail. */
const { backup } = sqlite as { readonly backup?: typeof sqlite.backup };

/** The whole file in one step: it runs beside the event loop, and of one snapshot. */
const ALL_PAGES = 2 ** 31 - 1;

/**
 * Over a connection of its own: two threads on one connection read each other's errors, and a copy in several steps
 * would begin anew with each write.
 */
async function copy(path: string, to: string, busyTimeoutMs: number): Promise<void> {
  const reader = new sqlite.DatabaseSync(path, { timeout: busyTimeoutMs, readOnly: true });
  try {
    await backup?.(reader, to, { rate: ALL_PAGES });
  } finally {
    reader.close();
  }
}

export function openNodeEngine(path: string, busyTimeoutMs: number): Engine {
  const options = { timeout: busyTimeoutMs, enableForeignKeyConstraints: true };
  return toEngine(new sqlite.DatabaseSync(path, options), path, busyTimeoutMs);
}

/** Changes nothing, and makes no file that is not there. */
export function openNodeReader(path: string, busyTimeoutMs: number): Engine {
  return toEngine(new sqlite.DatabaseSync(path, { timeout: busyTimeoutMs, readOnly: true }), path, busyTimeoutMs);
}

function toEngine(database: sqlite.DatabaseSync, path: string, busyTimeoutMs: number): Engine {
  return {
    prepare(sql) {
      const statement = database.prepare(sql);
      return {
        get: (...values) => statement.get(...values),
        all: (...values) => statement.all(...values),
        run: (...values) => void statement.run(...values),
      };
    },
    exec: (sql) => database.exec(sql),
    isInTransaction: () => database.isTransaction,
    ...(backup !== undefined && { backup: (to: string) => copy(path, to, busyTimeoutMs) }),
    close: () => database.close(),
  };
}
