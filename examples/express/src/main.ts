/** Starts the service, and stops it when asked. Exit codes: 0 stopped as asked, 1 failed, 2 wrong environment. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Clarus } from '@clarus-klaviyo/clarus';
import { StoreUnavailableError, SyncConfigError } from '@clarus-klaviyo/sync';
import { EnvironmentError, readEnvironment } from 'clarus-klaviyo/environment';
import { createApp } from './app.js';
import { log, reasonOf } from './log.js';
import { openService } from './service.js';

const DESCRIBE_AGAIN_MS = 60_000;

/** Finds out what the tenant offers beyond the documentation. Until Clarus answers, the documented fields do. */
async function describeTenant(clarus: Clarus): Promise<void> {
  try {
    await clarus.describe();
  } catch (error) {
    log('warn', 'Clarus cannot say what it offers; asking again in a minute.', { reason: reasonOf(error) });
    setTimeout(() => void describeTenant(clarus), DESCRIBE_AGAIN_MS).unref();
  }
}

/** @throws when the port is taken. */
async function listen(handler: (request: Request) => Promise<Response>, port: number): Promise<Server> {
  const server = createApp(handler).listen(port);
  await once(server, 'listening'); // rejects with the server's error
  return server;
}

async function main(): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());

  const settings = readEnvironment(process.env);
  const { clarus, store, sync } = await openService(settings);
  try {
    const server = await listen(sync.handler, settings.port);
    log('info', 'Listening.', { address: server.address(), accounts: settings.accounts.map(({ name }) => name) });
    const closed = once(server, 'close');
    // First the door, so that a load balancer sends webhooks elsewhere; meanwhile what is under way is finished.
    stopping.signal.addEventListener('abort', () => {
      log('info', 'Stopping: no new requests, finishing what is under way.');
      server.close();
    });
    if (stopping.signal.aborted) server.close(); // asked to stop while it was starting

    void describeTenant(clarus);
    await sync.run({ signal: stopping.signal });
    await closed;
  } finally {
    await store.close();
  }
  log('info', 'Stopped. Everything unfinished is stored and goes on at the next start.');
}

try {
  await main();
} catch (error) {
  // These explain themselves and quote no secret; anything else is told by name only.
  const isWrong = error instanceof EnvironmentError || error instanceof SyncConfigError;
  const isExplained = isWrong || error instanceof StoreUnavailableError;
  log('error', isExplained ? error.message : 'The service failed.', { reason: reasonOf(error) });
  process.exitCode = isWrong ? 2 : 1;
}
