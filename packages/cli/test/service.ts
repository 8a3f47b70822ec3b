/** `serve` as a process of its own, the way a user runs it: environment in, JSON lines and HTTP out. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

export interface LogLine {
  readonly level: string;
  readonly event: string;
  readonly [field: string]: unknown;
}

export interface Service {
  readonly url: string;
  readonly log: readonly LogLine[];
  /** Everything it printed, as it was printed. */
  output(): string;
  /** Sends the signal and resolves with the exit code; null when the signal ended it. */
  stop(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null>;
}

export interface Exited {
  readonly code: number | null;
  readonly output: string;
}

interface Started {
  readonly child: ChildProcess;
  readonly lines: string[];
  readonly log: LogLine[];
}

function start(environment: Readonly<Record<string, string>>, onLine: (line: LogLine) => void): Started {
  const child = spawn(process.execPath, [MAIN, 'serve'], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const log: LogLine[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      if (!line.startsWith('{')) return;
      const parsed: LogLine = JSON.parse(line);
      log.push(parsed);
      onLine(parsed);
    });
  }
  return { child, lines, log };
}

/** Resolves when it listens. @throws when it ends before that. */
export async function startService(environment: Readonly<Record<string, string>>): Promise<Service> {
  let onPort: (port: number) => void = () => undefined;
  const listening = new Promise<number>((resolve) => {
    onPort = resolve;
  });
  const { child, lines, log } = start({ PORT: '0', ...environment }, (line) => {
    if (line['message'] === 'Listening.' && typeof line['port'] === 'number') onPort(line['port']);
  });
  const ended = once(child, 'close').then(() => null);
  const port = await Promise.race([listening, ended]);
  if (port === null) throw new Error(`serve ended before it listened:\n${lines.join('\n')}`);
  return {
    url: `http://127.0.0.1:${port}`,
    log,
    output: () => lines.join('\n'),
    async stop(signal) {
      child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
}

/** For a start that must fail. */
export async function runToEnd(environment: Readonly<Record<string, string>>): Promise<Exited> {
  const { child, lines } = start(environment, () => undefined);
  await once(child, 'close');
  return { code: child.exitCode, output: lines.join('\n') };
}
