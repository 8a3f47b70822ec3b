/** Where a command's question goes: to a running service, or to the database file when none runs. */
import type { Operations } from '@clarus-klaviyo/sync';
import { UsageError } from '../command/errors.js';
import type { Io } from '../command/io.js';

export interface OpenedOperations {
  readonly operations: Operations;
  /** The file was opened here: what is put back into the queue goes out when the service runs. */
  readonly isOwnFile: boolean;
  close(): Promise<void>;
}

/** @throws {UsageError} the address is none, or the token is missing. */
async function openOperations(url: string | null, io: Io): Promise<OpenedOperations> {
  const address = url ?? variable(io, 'CLARUS_KLAVIYO_URL');
  if (address === null) {
    const { openOwnFile } = await import('./open-own-file.js');
    return openOwnFile(io);
  }
  const name = url === null ? 'CLARUS_KLAVIYO_URL' : '--url';
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new UsageError(`${name} must be an http(s) address, e.g. http://127.0.0.1:3000.`, name);
  }
  const token = variable(io, 'CLARUS_KLAVIYO_TOKEN');
  if (token === null) {
    throw new UsageError(
      'CLARUS_KLAVIYO_TOKEN is missing: the HEALTH_TOKEN the service was started with.',
      'CLARUS_KLAVIYO_TOKEN',
    );
  }
  const { createRemoteOperations } = await import('@clarus-klaviyo/sync/remote');
  return {
    operations: createRemoteOperations({ url: address, token }),
    isOwnFile: false,
    close: async () => undefined,
  };
}

function variable({ environment }: Io, name: string): string | null {
  const value = environment[name]?.trim();
  return value === undefined || value === '' ? null : value;
}

/** Asks, and puts down again what it opened, whatever comes of it. */
export async function withOperations<Result>(
  { values, io }: { readonly values: { readonly url: string | null }; readonly io: Io },
  ask: (opened: OpenedOperations) => Promise<Result>,
): Promise<Result> {
  const opened = await openOperations(values.url, io);
  try {
    return await ask(opened);
  } finally {
    await opened.close();
  }
}
