/** What runs: the two clients, the SQLite file, and sync between them, as the environment says. */
import { type BuiltSync, buildSync, type ServeSettings } from 'clarus-klaviyo/environment';
import { logEvent } from './log.js';

/**
 * @throws {StoreUnavailableError} the file cannot be used, e.g. because another process owns it.
 * @throws {EnvironmentError} settings that are right alone and cannot work together.
 */
export async function openService(settings: ServeSettings): Promise<BuiltSync> {
  // What cannot be said in a variable goes here: resolvers beside a brand's policy, your shop's catalogue look-up.
  const service = await buildSync(settings, logEvent, (config) => ({ ...config }));
  // The store's first start is now: what happens from here on is news, what was true before is not.
  await service.sync.health();
  return service;
}
