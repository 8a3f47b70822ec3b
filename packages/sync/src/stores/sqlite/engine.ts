/** A SQLite library that opens files, as Node and Bun each bring one. Above it everything is shared. */
import type { Statement } from '../sql/connection.js';

export interface Engine {
  prepare(sql: string): Statement;
  exec(sql: string): void;
  isInTransaction(): boolean;
  /** Copies the database as it is, step by step, while it is used. Left out: this library cannot. */
  backup?(path: string): Promise<void>;
  close(): void;
}

/** Opens the file, creating it if it is not there. `busyTimeoutMs`: how long to wait for another program's lock. */
export type OpenEngine = (path: string, busyTimeoutMs: number) => Engine;
