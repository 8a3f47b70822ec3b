/** A program as a process of its own: environment in, lines and HTTP out. Nothing of ours is in between. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Program {
  /** Everything it printed, by line. */
  readonly lines: readonly string[];
  /** Resolves with the first line that matches. @throws {Error} when it ends before that. */
  line(matches: (line: string) => boolean): Promise<string>;
  /** Sends the signal and resolves with the exit code; null when the signal ended it. */
  stop(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null>;
  /** Resolves with the exit code of a program that ends by itself. */
  ended(): Promise<number | null>;
}

export interface ProgramOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** A signal goes to every process it started, too, as when a machine goes down. @default false */
  readonly withChildren?: boolean;
}

/** Starts a command line as `package.json` and a Dockerfile spell it. `node` is the Node that runs the tests. */
export function startProgram(command: readonly string[], options: ProgramOptions): Program {
  const { cwd, env, withChildren = false } = options;
  const [name = '', ...args] = command;
  const child: ChildProcess = spawn(name === 'node' ? process.execPath : name, args, {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: withChildren,
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const each of waiting) each();
  };
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      look();
    });
  }
  let hasEnded = false;
  const ended = once(child, 'close').then(() => {
    hasEnded = true;
    look();
    return child.exitCode;
  });
  return {
    lines,
    line: (matches) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const found = lines.find(matches);
          if (found === undefined && !hasEnded) return;
          waiting.delete(check);
          if (found !== undefined) resolve(found);
          else reject(new Error(`${command.join(' ')} ended too early:\n${lines.join('\n')}`));
        };
        waiting.add(check);
        check();
      }),
    async stop(signal) {
      if (withChildren && child.pid !== undefined && !hasEnded) process.kill(-child.pid, signal);
      else child.kill(signal);
      return ended;
    },
    ended: () => ended,
  };
}
