/** What goes wrong on the way to a vendor, on purpose and repeatably. */
import type { Clock } from './clock.js';
import { jsonAnswer } from './json.js';
import type { Random } from './random.js';

/**
 * - `rate-limited`: 429 with `Retry-After`, though no window is full; nothing was processed.
 * - `server-error`: 503; nothing was processed.
 * - `reset-before` / `reset-after`: the connection drops before / after the request was processed.
 * - `slow`: answered properly, but late.
 * - `hang`: never processed and never answered; ends when the caller gives up.
 * - `malformed`: processed, but the body of the answer cannot be read.
 */
export type FaultKind =
  | 'rate-limited'
  | 'server-error'
  | 'reset-before'
  | 'reset-after'
  | 'slow'
  | 'hang'
  | 'malformed';

/** One thing that goes wrong with a request. */
export interface Fault {
  readonly kind: FaultKind;
  /** Of a `server-error`. @default 503 */
  readonly status?: number;
  /** Of a `rate-limited` answer, whole seconds; null: it names none. @default 1 */
  readonly retryAfterSeconds?: number | null;
  /** Of a `slow` answer, on the fake's clock. @default 2000 */
  readonly delayMs?: number;
  /** Of a `malformed` answer: a piece of HTML, or the first half of what it should be. @default 'html' */
  readonly body?: 'html' | 'truncated';
}

/** What goes wrong, by script first and by chance after it. */
export interface FaultPlan {
  /** Chance of each kind per request, 0 to 1; their sum must not exceed 1. */
  readonly chances?: Readonly<Partial<Record<FaultKind, number>>>;
  /** Faults of the next requests, one each, before any chance is taken; null lets a request pass. */
  readonly script?: readonly (Fault | null)[];
  /** Only requests whose path begins with this meet a fault. @default '/' */
  readonly path?: string;
}

/** Decides, per request, whether something goes wrong. */
export interface Faults {
  /** Replaces the plan; without one, nothing goes wrong any more. */
  plan(plan?: FaultPlan): void;
  /** What happens to a request for this path. */
  next(path: string): Fault | null;
  /** How often each kind struck so far. */
  readonly struck: ReadonlyMap<FaultKind, number>;
}

/** A dropped connection, as `fetch` reports one. A served fake destroys the socket instead. */
export class ConnectionDropped extends TypeError {
  override readonly name = 'TypeError';
  readonly isConnectionDropped = true;

  constructor() {
    super('fetch failed: the connection was dropped');
  }
}

export function createFaults(random: Random, initial: FaultPlan = {}): Faults {
  const struck = new Map<FaultKind, number>();
  let chances: readonly (readonly [string, number])[] = [];
  let script: (Fault | null)[] = [];
  let path = '/';

  const plan = (next: FaultPlan = {}): void => {
    chances = Object.entries(next.chances ?? {});
    if (chances.reduce((sum, [, chance]) => sum + chance, 0) > 1) throw new RangeError('Fault chances exceed 1');
    script = [...(next.script ?? [])];
    path = next.path ?? '/';
  };
  const choose = (): Fault | null => {
    const scripted = script.shift();
    if (scripted !== undefined) return scripted;
    if (chances.length === 0) return null;
    let left = random();
    for (const [kind, chance] of chances) {
      left -= chance;
      if (left < 0 && isFaultKind(kind)) return { kind };
    }
    return null;
  };

  plan(initial);
  return {
    plan,
    next: (requested) => {
      if (!requested.startsWith(path)) return null;
      const fault = choose();
      if (fault !== null) struck.set(fault.kind, (struck.get(fault.kind) ?? 0) + 1);
      return fault;
    },
    struck,
  };
}

interface FaultyCall {
  readonly fault: Fault | null;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** What the vendor would do if nothing went wrong. */
  readonly process: () => Promise<Response>;
  /** The vendor's body for an error status. */
  readonly errorBody: (status: number) => unknown;
}

/**
 * Runs a call through its fault.
 * @throws {ConnectionDropped} for a reset.
 */
export async function withFault({ fault, signal, clock, process, errorBody }: FaultyCall): Promise<Response> {
  switch (fault?.kind) {
    case undefined:
      return process();
    case 'rate-limited': {
      const { retryAfterSeconds = 1 } = fault ?? {};
      const headers = retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) };
      return jsonAnswer(429, errorBody(429), headers);
    }
    case 'server-error':
      return jsonAnswer(fault?.status ?? 503, errorBody(fault?.status ?? 503));
    case 'reset-before':
      throw new ConnectionDropped();
    case 'reset-after':
      await process();
      throw new ConnectionDropped();
    case 'slow':
      await clock.sleep(fault?.delayMs ?? 2_000, signal);
      return process();
    case 'hang':
      return untilAborted(signal);
    case 'malformed': {
      const answer = await process();
      if (fault?.body === 'truncated') {
        const text = await answer.text();
        return new Response(text.slice(0, text.length / 2), answer);
      }
      return new Response('<html><body>upstream', { status: answer.status, headers: { 'content-type': 'text/html' } });
    }
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

const FAULT_KINDS: ReadonlySet<string> = new Set<FaultKind>([
  'rate-limited',
  'server-error',
  'reset-before',
  'reset-after',
  'slow',
  'hang',
  'malformed',
]);

function isFaultKind(kind: string): kind is FaultKind {
  return FAULT_KINDS.has(kind);
}
