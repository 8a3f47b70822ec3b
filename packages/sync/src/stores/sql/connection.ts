/**
 * The least of a synchronous SQLite that the store is written against: `node:sqlite`, `bun:sqlite` and a Durable
 * Object's storage all have it. Parameters are positional (`?`, `?1`), since a Durable Object knows no names; how
 * many rows a statement changed is asked with RETURNING, since there the engine counts index rows too.
 */

export type Value = string | number | null | Uint8Array;

export type Row = Readonly<Record<string, unknown>>;

export interface Statement {
  /** The first row; undefined: there is none. Of an UPDATE … RETURNING every row is changed all the same. */
  get(...values: readonly Value[]): Row | undefined;
  all(...values: readonly Value[]): readonly Row[];
  run(...values: readonly Value[]): void;
}

export interface Connection {
  prepare(sql: string): Statement;
  /** Statements without parameters, separated by semicolons. */
  exec(sql: string): void;
  /** Looks without changing anything. @throws {StoreUnavailableError} */
  read<T>(work: () => T): T;
  /** All of `work` or nothing; durable when it returns. Never nested. @throws {StoreUnavailableError} */
  transaction<T>(work: () => T): T;
  /** Makes what was erased leave the medium, where the engine lets it linger. */
  scrub?(): void;
  /** Closing twice is harmless. */
  close(): void;
}
