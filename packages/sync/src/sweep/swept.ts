/** What one sweep of one kind did, and how it asks. */
import type { SyncContext } from '../config.js';
import type { Bell } from '../stores/store.js';

const PAGE_SIZE = 100;

export interface SweepOptions {
  /** Everything there is to look at, however much: a person asked, or a test. */
  readonly isWhole: boolean;
  readonly signal: AbortSignal | undefined;
}

export interface Swept {
  readonly listed: number;
  /** Requests made, as far as the pages tell. */
  readonly requests: number;
  /** Keys rung, to be read. */
  readonly rung: number;
  /** Something had changed that nothing else had told. */
  readonly found: boolean;
}

export const NOTHING_SWEPT: Swept = { listed: 0, requests: 0, rung: 0, found: false };

export function together(parts: readonly Swept[]): Swept {
  return parts.reduce(
    (sum, one) => ({
      listed: sum.listed + one.listed,
      requests: sum.requests + one.requests,
      rung: sum.rung + one.rung,
      found: sum.found || one.found,
    }),
    NOTHING_SWEPT,
  );
}

export function requestsFor(listed: number): number {
  return Math.max(1, Math.ceil(listed / PAGE_SIZE));
}

/** List options with a signal only where there is one. */
export function listed(
  filter: Readonly<Record<string, unknown>>,
  signal: AbortSignal | undefined,
): { readonly filter: Readonly<Record<string, unknown>>; readonly pageSize: number; readonly signal?: AbortSignal } {
  return { filter, pageSize: PAGE_SIZE, ...(signal === undefined ? {} : { signal }) };
}

/** Bells rung a page at a time, so that reading begins while the walk goes on. */
export class Bells {
  readonly #context: SyncContext;
  #waiting: Bell[] = [];
  #keys = new Set<string>();
  found = false;

  constructor(context: SyncContext) {
    this.#context = context;
  }

  get rung(): number {
    return this.#keys.size;
  }

  async ring(key: string, hint: Readonly<Record<string, unknown>>, isNews: boolean): Promise<void> {
    if (this.#keys.has(key)) return;
    this.#keys.add(key);
    this.found ||= isNews;
    this.#waiting.push({ key, source: 'sweep', hooks: [], hint, quietMs: 0, capMs: 0 });
    if (this.#waiting.length >= PAGE_SIZE) await this.flush();
  }

  async flush(): Promise<void> {
    const bells = this.#waiting;
    this.#waiting = [];
    if (bells.length === 0) return;
    await this.#context.store.ring(bells, this.#context.clock.now());
    this.#context.nudge();
  }
}
