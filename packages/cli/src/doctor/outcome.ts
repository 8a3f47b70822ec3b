import type { Outcome } from './facts.js';

export const OK: Outcome = { kind: 'ok' };

/** Calls, and keeps what came of it: a value, or why there is none. What is no error of a client is a bug, and thrown. */
export async function tried<Value>(
  call: () => Promise<Value>,
): Promise<{ readonly outcome: Outcome; readonly value: Value | null }> {
  try {
    return { outcome: OK, value: await call() };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !/^(clarus|klaviyo)_/.test(String(error.code))) throw error;
    const status = 'status' in error && typeof error.status === 'number' ? error.status : null;
    return { outcome: { kind: 'failed', code: String(error.code), status }, value: null };
  }
}

/** Nobody answered, or only trouble did. */
export function isUnreachable(outcome: Outcome | undefined): boolean {
  return outcome?.kind === 'failed' && /_(transport|network|timeout|unavailable|rate_limit(ed)?)$/.test(outcome.code);
}

/** `no answer`, `refused (403)` …: the middle of a sentence. */
export function outcomeText(outcome: Outcome): string {
  if (outcome.kind === 'ok') return 'answered';
  const status = outcome.status === null ? '' : ` (${outcome.status})`;
  if (/_auth$/.test(outcome.code)) return `was refused${status}`;
  if (isUnreachable(outcome)) return `got no answer that helps${status === '' ? ` (${outcome.code})` : status}`;
  return `failed with ${outcome.code}${status}`;
}

/** The first few of a list, so that looking does not become reading it all. */
export async function firstOf<Item>(items: AsyncIterable<Item>, limit: number): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const item of items) {
    found.push(item);
    if (found.length >= limit) break;
  }
  return found;
}
