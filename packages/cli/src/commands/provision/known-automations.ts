/** Which automations are ours, kept between two runs: Clarus shows neither URLs nor who made what. Holds no secret. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { KnownAutomations } from '@clarus-klaviyo/clarus';
import { UsageError } from '../../command/errors.js';

export function readKnownAutomations(path: string): KnownAutomations {
  if (!existsSync(path)) return {};
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new UsageError('--state: the file is not what provision writes. Move it away, or name another.', '--state');
  }
  const known: Record<string, { readonly id: string; readonly urlTag: string }> = {};
  for (const [key, entry] of Object.entries(isRecord(value) ? value : {})) {
    const id = isRecord(entry) ? entry['id'] : undefined;
    const urlTag = isRecord(entry) ? entry['urlTag'] : undefined;
    if (typeof id === 'string' && typeof urlTag === 'string') known[key] = { id, urlTag };
  }
  return known;
}

export function writeKnownAutomations(path: string, known: KnownAutomations): void {
  try {
    writeFileSync(path, `${JSON.stringify(known, null, 2)}\n`);
  } catch {
    throw new UsageError(
      '--state: the automations were made, but the file cannot be written. Name another and run it again: nothing is made twice.',
      '--state',
    );
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
