/** Runs a fixture in a process of its own, as another owner of a store would be. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const LOADER = new URL('./typescript-resolve.mjs', import.meta.url).href;

export function runFixture(name: string, args: readonly string[]): SpawnSyncReturns<string> {
  const file = fileURLToPath(new URL(name, import.meta.url));
  return spawnSync(process.execPath, ['--no-warnings', '--import', LOADER, file, ...args], {
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY, // a last life clears the backlog of a thousand deaths, and tells of each message
  });
}
