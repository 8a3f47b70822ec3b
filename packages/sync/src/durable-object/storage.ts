/** What is needed of a Durable Object's `ctx.storage`: the least, so that this package depends on no types of Cloudflare. */

export interface DurableSql {
  // biome-ignore lint/suspicious/noExplicitAny: as Cloudflare's own types have it
  exec(query: string, ...bindings: any[]): { toArray(): Record<string, unknown>[] };
}

/** The storage of a Durable Object whose class is declared in `new_sqlite_classes`. */
export interface DurableStorage {
  readonly sql: DurableSql;
  transactionSync<T>(work: () => T): T;
  getAlarm(): Promise<number | null>;
  setAlarm(scheduledTime: number): Promise<void>;
  deleteAlarm(): Promise<void>;
}
