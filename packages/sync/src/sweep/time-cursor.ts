/**
 * A list that Clarus filters by time, read onwards from where the last sweep ended. The cursor moves only over time
 * that was read to its end, and is kept in the store.
 */
import { toInstant } from '../clock.js';
import type { SyncContext } from '../config.js';

/** After a long stop the time in between is read in pieces, so that a crash repeats one of them and not all. */
const PIECE_MS = 6 * 3_600_000;

export interface TimePiece {
  /** ISO 8601. */
  readonly from: string;
  readonly to: string;
}

interface CursorOptions {
  readonly name: string;
  /** How far back from now the newest time is left for the next sweep. */
  readonly settleMs: number;
}

/** Hands out one piece after the other; the next is asked for only once this one was read. */
export async function* piecesSince(
  { clock, run, store, timing }: SyncContext,
  { name, settleMs }: CursorOptions,
): AsyncGenerator<TimePiece, void, undefined> {
  const endMs = clock.now() - settleMs;
  const known = await store.getMeta(name);
  const startMs = Date.parse(known ?? (await run()).liveFrom);
  // A clock that was ahead and is put right must not leave a gap; one that is set back repeats a little.
  let fromMs = Math.min(startMs, endMs);
  do {
    const toMs = Math.min(endMs, fromMs + PIECE_MS);
    yield { from: toInstant(fromMs - timing.sweepOverlapMs), to: toInstant(toMs) };
    await store.setMeta(name, toInstant(toMs));
    fromMs = toMs;
  } while (fromMs < endMs);
}
