/** `clarus-klaviyo serve`: the real pipeline behind an HTTP port, configured by environment variables only. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClarus } from '@clarus-klaviyo/clarus';
import { createKlaviyo } from '@clarus-klaviyo/klaviyo';
import { createSync, type Sync } from '@clarus-klaviyo/sync';
import { openSqliteStore, toRequestListener } from '@clarus-klaviyo/sync/node';
import { EnvironmentError, readEnvironment, type ServeSettings } from './environment.js';
import { createLog, type Log } from './log.js';

async function buildSync(settings: ServeSettings, log: Log): Promise<{ sync: Sync; close: () => Promise<void> }> {
  const clarus = createClarus(settings.clarus);
  // What this tenant offers beyond the documentation; unknown is as good as nothing, and is asked again at the next start.
  await clarus.describe().catch((error: unknown) => {
    log.say('warn', 'Clarus could not be asked what it offers; documented fields only.', { reason: nameOf(error) });
  });
  const store = await openSqliteStore(settings.databasePath);
  const sync = createSync({
    tenant: settings.clarus.subdomain,
    clarus,
    accounts: settings.accounts.map(({ name, clarusAccount, klaviyoKey, policy }) => ({
      name,
      clarusAccount,
      policy,
      klaviyo: createKlaviyo({ apiKey: klaviyoKey, baseUrl: settings.klaviyoBaseUrl }),
    })),
    store,
    webhooks: { secrets: settings.webhookSecrets, automations: settings.automations },
    isShadow: settings.isShadow,
    ...(settings.liveFrom === null ? {} : { liveFrom: settings.liveFrom }),
    onEvent: (event) => log.event(event),
  });
  return { sync, close: () => store.close() };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => resolve());
  });
  const address = server.address() as AddressInfo; // a TCP server that listens has one
  return address.port;
}

/** Runs until SIGTERM or SIGINT; resolves with the exit code. */
export async function serve(environment: Readonly<Record<string, string | undefined>>): Promise<number> {
  const log = createLog();
  let settings: ServeSettings;
  try {
    settings = readEnvironment(environment);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    log.say('error', error.message, { problems: error.problems });
    return 2;
  }

  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());

  const { sync, close } = await buildSync(settings, log);
  const server = createServer(
    toRequestListener(sync.handler, (error) => log.say('error', 'A request failed.', { reason: nameOf(error) })),
  );
  const port = await listen(server, settings.port);
  log.say('info', 'Listening.', { port, accounts: settings.accounts.map((account) => account.name) });

  const ended = new Promise<void>((resolve) => {
    stopping.signal.addEventListener('abort', () => {
      log.say('info', 'Stopping: no new webhooks, finishing what is under way.');
      server.close(() => resolve());
      server.closeIdleConnections();
    });
  });
  await sync.run({ signal: stopping.signal });
  await ended;
  await close();
  log.say('info', 'Stopped. Everything unfinished is stored and goes on at the next start.');
  return 0;
}
