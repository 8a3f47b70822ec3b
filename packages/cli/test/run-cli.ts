/** The built command line as a user runs it: arguments, environment and standard input in; two streams and a code out. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Standard output as JSON. */
  json<Value>(): Value;
}

interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly folder?: string;
}

export async function runCli(
  args: readonly string[],
  { environment = {}, input, folder }: RunOptions = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: 'pipe',
    ...(folder === undefined ? {} : { cwd: folder }),
  });
  const streams = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    streams.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    streams.err += chunk;
  });
  child.stdin.end(input ?? '');
  await once(child, 'close');
  return { code: child.exitCode, ...streams, json: () => JSON.parse(streams.out) };
}
