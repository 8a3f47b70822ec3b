/** What a demo day may be given. */
export interface DemoOptions {
  /** Picks the day: the same seed, the same day. */
  readonly seed: number;
  readonly orders: number;
}

export const DEFAULT_DEMO_OPTIONS: DemoOptions = { seed: 7, orders: 640 };

export const MAX_SEED: number = 2 ** 31;
export const MIN_ORDERS = 20;
export const MAX_ORDERS = 2_000;
