import { describe, expect, test } from 'vitest';
import { createWindowPair, type WindowPair } from './windows.js';

const LIMITS = { burst: 10, steady: 150 };
const START_MS = Date.parse('2026-03-02T09:00:00Z');

function admitted(pair: WindowPair, atMs: number, calls: number): number {
  return Array.from({ length: calls }, () => pair.admit(atMs)).filter(({ kind }) => kind === 'admitted').length;
}

describe.each(Array.from({ length: 10 }, (_, index) => index * 100))('phase %i ms', (phaseMs) => {
  test('a window holds its limit and not one more, and begins at its phase', () => {
    const pair = createWindowPair(LIMITS, { phaseMs });
    expect(admitted(pair, START_MS + phaseMs + 999, 11)).toBe(10);
    const next = createWindowPair(LIMITS, { phaseMs });
    expect(admitted(next, START_MS + phaseMs + 999, 10)).toBe(10);
    // One millisecond on, a new window is open: twenty calls in two milliseconds.
    expect(admitted(next, START_MS + phaseMs + 1_000, 11)).toBe(10);
  });

  test('Retry-After covers the rest of the window, and calls before it has passed are refused', () => {
    const pair = createWindowPair(LIMITS, { phaseMs });
    const atMs = START_MS + phaseMs + 300;
    admitted(pair, atMs, 10);
    expect(pair.admit(atMs)).toEqual({ kind: 'refused', retryAfterSeconds: 1 });
    // The window is over after 700 ms, but the answer said a second.
    expect(pair.admit(atMs + 800).kind).toBe('refused');
    expect(pair.admit(atMs + 1_000).kind).toBe('admitted');
  });

  test('the steady window closes for the rest of its minute', () => {
    const pair = createWindowPair(LIMITS, { phaseMs });
    for (let second = 0; second < 15; second += 1) {
      expect(admitted(pair, START_MS + phaseMs + second * 1_000, 10)).toBe(10);
    }
    const refused = pair.admit(START_MS + phaseMs + 15_000);
    expect(refused).toEqual({ kind: 'refused', retryAfterSeconds: 45 });
    expect(pair.admit(START_MS + phaseMs + 60_000)).toEqual({ kind: 'admitted', remaining: 149, resetSeconds: 60 });
  });
});
