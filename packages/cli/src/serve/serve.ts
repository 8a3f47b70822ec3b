/** `clarus-klaviyo serve`: the real pipeline behind an HTTP port, configured by environment variables only. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StoreUnavailableError, systemClock } from '@clarus-klaviyo/sync';
import { toRequestListener } from '@clarus-klaviyo/sync/node';
import { EXIT } from '../command/exit-codes.js';
import { type BuiltSync, buildSync } from './build-sync.js';
import { EnvironmentError, readEnvironment, type ServeSettings } from './environment.js';
import { createLog, type Log } from './log.js';
import { rotateKeys } from './rotate-keys.js';

/** Webhooks are taken meanwhile. A Clarus that cannot answer now is asked again; until then documented fields do. */
async function describeTenant({ clarus }: BuiltSync, log: Log, signal: AbortSignal): Promise<void> {
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    try {
      await clarus.describe();
      return;
    } catch (error) {
      if (isFirst)
        log.say('warn', 'Clarus cannot say what it offers; asking again every minute.', { reason: nameOf(error) });
    }
    await systemClock.sleep(DESCRIBE_AGAIN_MS, signal).catch(() => undefined);
  }
}

/** What an older key (or none) was used for is encrypted anew, beside the work. */
async function rotate({ store }: BuiltSync, settings: ServeSettings, log: Log, signal: AbortSignal): Promise<void> {
  if (settings.encryptionKeys.length === 0) return;
  try {
    const rows = await rotateKeys(store, systemClock, signal);
    if (signal.aborted) return;
    log.say('info', 'Everything is encrypted with the newest key; older ones can be taken out.', { rows });
  } catch (error) {
    log.say('warn', 'Encrypting anew failed; it goes on at the next start.', { reason: nameOf(error) });
  }
}

const DESCRIBE_AGAIN_MS = 60_000;
/** Reading waits this long for a first description, so that the first reads already use it. */
const DESCRIBE_PATIENCE_MS = 10_000;

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => resolve());
  });
  const address = server.address() as AddressInfo; // a TCP server that listens has one
  return address.port;
}

function refuseEnvironment(error: unknown, log: Log): number {
  if (!(error instanceof EnvironmentError)) throw error;
  log.say('error', error.message, { problems: error.problems });
  return EXIT.usage;
}

/** Runs until SIGTERM or SIGINT; resolves with the exit code. */
export async function runService(environment: Readonly<Record<string, string | undefined>>): Promise<number> {
  const log = createLog();
  let settings: ServeSettings;
  try {
    settings = readEnvironment(environment);
  } catch (error) {
    return refuseEnvironment(error, log);
  }

  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());

  let service: BuiltSync;
  try {
    service = await buildSync(settings, (event) => log.event(event));
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) return refuseEnvironment(error, log);
    log.say('error', error.message, { reason: error.reason });
    return EXIT.unreachable;
  }
  const { sync } = service;
  const server = createServer(
    toRequestListener(sync.handler, (error) => log.say('error', 'A request failed.', { reason: nameOf(error) })),
  );
  // The store's first start is now: nothing that happens from here on is old news.
  await sync.health();
  const port = await listen(server, settings.port).catch(async (error: unknown) => {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : nameOf(error);
    log.say('error', `PORT ${settings.port} cannot be listened on. Is another program using it?`, { reason });
    await service.close();
    return null;
  });
  if (port === null) return EXIT.wrong;
  log.say('info', 'Listening.', { port, accounts: settings.accounts.map((account) => account.name) });

  const ended = new Promise<void>((resolve) => {
    stopping.signal.addEventListener('abort', () => {
      log.say('info', 'Stopping: no new webhooks, finishing what is under way.');
      server.close(() => resolve());
      server.closeIdleConnections();
    });
  });
  const patience = AbortSignal.any([stopping.signal, AbortSignal.timeout(DESCRIBE_PATIENCE_MS)]);
  const described = describeTenant(service, log, stopping.signal);
  await Promise.race([described, aborted(patience)]);
  const rotated = rotate(service, settings, log, stopping.signal);
  await sync.run({ signal: stopping.signal });
  await Promise.all([ended, described, rotated]);
  await service.close();
  log.say('info', 'Stopped. Everything unfinished is stored and goes on at the next start.');
  return EXIT.fine;
}
