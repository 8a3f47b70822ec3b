/** How far a long operation has come: on a terminal one line drawn again and again, elsewhere a line per step and now and then. */
import type { Progress } from '@clarus-klaviyo/sync';
import type { Io } from './io.js';
import { printable } from './printable.js';

export interface ProgressLine {
  readonly onProgress: (progress: Progress) => void;
  /** Leaves the line as if it had never been there. */
  end(): void;
}

const TERMINAL_EVERY_MS = 100;
const LINES_EVERY_MS = 5_000;

export function createProgressLine(io: Io, isAskedFor: boolean): ProgressLine {
  if (!io.isTerminal && !isAskedFor) return { onProgress: () => undefined, end: () => undefined };
  const everyMs = io.isTerminal ? TERMINAL_EVERY_MS : LINES_EVERY_MS;
  let shownAtMs = Number.NEGATIVE_INFINITY;
  let shownStep = '';
  return {
    onProgress(progress) {
      const nowMs = io.now();
      if (progress.step === shownStep && nowMs - shownAtMs < everyMs && progress.done !== progress.total) return;
      shownAtMs = nowMs;
      shownStep = progress.step;
      const text = printable(progressText(progress));
      io.err(io.isTerminal ? `\r${text}\u001B[K` : `${text}\n`);
    },
    end() {
      if (io.isTerminal && shownStep !== '') io.err('\r\u001B[K');
    },
  };
}

function progressText({ step, done, total }: Progress): string {
  if (total === null) return `${step}: ${done.toLocaleString('en-GB')}`;
  const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
  return `${step}: ${done.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')} (${percent} %)`;
}
