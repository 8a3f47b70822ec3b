/** One line that follows the day: redrawn on a terminal, printed now and then elsewhere. */
import type { Clock, Day } from '@clarus-klaviyo/testing';
import type { Shop } from './shop.js';

export interface Progress {
  /** Something happened: shows the line if it is time to. */
  tick(): void;
  show(): void;
  end(): void;
}

interface ProgressConfig {
  readonly shop: Shop;
  readonly day: Day;
  readonly clock: Clock;
  readonly write: (text: string) => void;
}

const TERMINAL_EVERY_MS = 200;
const LINES_EVERY_MS = 5_000;
const BAR_WIDTH = 24;

export function createProgress({ shop, day, clock, write }: ProgressConfig): Progress {
  const isTerminal = process.stdout.isTTY === true;
  const everyMs = isTerminal ? TERMINAL_EVERY_MS : LINES_EVERY_MS;
  let shownAt = Number.NEGATIVE_INFINITY;

  function line(): string {
    const now = clock.now();
    const share = Math.min(1, Math.max(0, (now - day.startMs) / (day.endMs - day.startMs)));
    const bar = '█'.repeat(Math.round(share * BAR_WIDTH)).padEnd(BAR_WIDTH, '·');
    const time = new Date(now).toISOString().slice(11, 16);
    const { klaviyo, sender } = shop;
    const counts = [
      `${sender.deliveries.length} webhooks`,
      `${klaviyo.accepted.length} events recorded`,
      `${klaviyo.variantWrites.length} stock updates`,
      `${klaviyo.stats().rateLimited} × 429`,
    ];
    return `  ${time} ${bar} ${counts.join(' · ')}`;
  }

  function show(): void {
    const now = performance.now();
    if (now - shownAt < everyMs) return;
    shownAt = now;
    write(isTerminal ? `\r${line()}\u001B[K` : `${line()}\n`);
  }

  return {
    tick: show,
    show,
    end() {
      shownAt = Number.NEGATIVE_INFINITY;
      show();
      if (isTerminal) write('\n');
    },
  };
}
