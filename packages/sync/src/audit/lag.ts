/** How long each step of telling took. Pure. */
import type { Audit } from '../operations.js';
import type { LedgerMessage } from '../stores/store.js';

type Lag = Audit['lag'][number];

/** Named as a business reader reads them, in their order. */
const STEPS: readonly (readonly [string, (message: LedgerMessage) => number])[] = [
  ['became true → heard of', ({ because, eventAtMs }) => Date.parse(because.receivedAt) - eventAtMs],
  ['heard of → decided', ({ because, enqueuedAtMs }) => enqueuedAtMs - Date.parse(because.receivedAt)],
  ['decided → accepted by Klaviyo', ({ settledAtMs, enqueuedAtMs }) => (settledAtMs ?? Number.NaN) - enqueuedAtMs],
  ['became true → accepted by Klaviyo', ({ settledAtMs, eventAtMs }) => (settledAtMs ?? Number.NaN) - eventAtMs],
];

/** Collects numbers, not messages: a month of 100,000 orders is a few megabytes. Waits that the policy asks for count. */
export class LagMeter {
  readonly #seconds: readonly number[][] = STEPS.map(() => []);

  add(message: LedgerMessage): void {
    for (const [index, [, measure]] of STEPS.entries()) {
      const seconds = measure(message) / 1_000;
      // What a clock that ran behind dated later than it happened took no time.
      if (!Number.isNaN(seconds)) this.#seconds[index]?.push(Math.max(0, seconds));
    }
  }

  lag(): readonly Lag[] {
    return STEPS.flatMap(([step], index) => {
      const sorted = Float64Array.from(this.#seconds[index] ?? []).sort();
      if (sorted.length === 0) return [];
      return [
        {
          step,
          median: quantile(sorted, 0.5),
          p95: quantile(sorted, 0.95),
          max: quantile(sorted, 1),
          count: sorted.length,
        },
      ];
    });
  }
}

/** The smallest value that at least this share does not exceed. */
function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
