/** Database files for tests, in a folder of their own that goes when the test ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clarus-klaviyo-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function aFile(): string {
  return join(aFolder(), 'store.db');
}
