import * as sqlite from 'node:sqlite';
import type { Engine } from './engine.js';

/** Pages copied between two turns of the event loop: some 2 ms. */
const PAGES_AT_ONCE = 256;

/** Node has it since 22.16; the import of a name that is not there would fail. */
const { backup } = sqlite as { readonly backup?: typeof sqlite.backup };

export function openNodeEngine(path: string, busyTimeoutMs: number): Engine {
  const database = new sqlite.DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
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
    ...(backup !== undefined && {
      backup: async (to: string) => void (await backup(database, to, { rate: PAGES_AT_ONCE })),
    }),
    close: () => database.close(),
  };
}
