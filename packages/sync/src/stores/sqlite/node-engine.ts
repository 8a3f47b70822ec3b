import { DatabaseSync } from 'node:sqlite';
import type { Engine } from './engine.js';

export function openNodeEngine(path: string, busyTimeoutMs: number): Engine {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
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
    close: () => database.close(),
  };
}
