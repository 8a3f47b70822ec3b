import type { KlaviyoContext } from '../context.js';

/** Klaviyo takes no more of one kind at a time. */
export const MAX_OPEN_JOBS = 500;

/** Which jobs of one kind are open, over all runs of one client: so that two runs do not write one thing at once. */
export class JobDesk {
  /** Keys of the items in open jobs. */
  readonly busy: Set<string> = new Set();
  #open = 0;
  #waiting: (() => void)[] = [];

  get open(): number {
    return this.#open;
  }

  begin(keys: readonly string[]): void {
    this.#open += 1;
    for (const key of keys) this.busy.add(key);
  }

  end(keys: readonly string[]): void {
    this.#open -= 1;
    for (const key of keys) this.busy.delete(key);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Resolves when the next job ends. */
  nextEnd(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

const desks = new WeakMap<KlaviyoContext, Map<string, JobDesk>>();

export function deskOf(context: KlaviyoContext, name: string): JobDesk {
  const ofContext = desks.get(context) ?? new Map<string, JobDesk>();
  desks.set(context, ofContext);
  const desk = ofContext.get(name) ?? new JobDesk();
  ofContext.set(name, desk);
  return desk;
}
