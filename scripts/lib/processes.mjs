// Child processes, and what a person sees of them.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { ownNode, pinnedPnpm, root, toolScript } from './repository.mjs';

const TAIL_LINES = 40;

/** A failure whose message is all a person needs: no stack of ours is printed. */
export class StepError extends Error {}

/** Somebody asked us to stop: nothing further is to be started. */
export class Interrupted extends StepError {
  constructor() {
    super('Interrupted.');
  }
}

/** Hands a result on, unless the person in front of the screen had enough. */
export function unlessInterrupted(result) {
  if (result.interrupted) throw new Interrupted();
  return result;
}

export function say(line) {
  process.stderr.write(`${line}\n`);
}

export function seconds(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}

function environment(extra) {
  const bin = join(root, 'node_modules', '.bin');
  return { ...process.env, ...extra, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };
}

/** A Ctrl-C in a terminal reaches the child from the terminal itself; a second one would read as "at once". */
function reachesChildItself(signal) {
  return signal === 'SIGINT' && process.stdin.isTTY === true;
}

/**
 * Runs a command to its end and hands signals on to it.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, output?: 'inherit' | 'capture', timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number, text: string, interrupted: boolean }>} `text` is what was captured; a child
 *   ended by a signal has the code a shell would give it (128 + signal).
 */
export function run(command, args, { cwd = root, env = {}, output = 'inherit', timeoutMs = 0 } = {}) {
  return new Promise((resolve, reject) => {
    const captured = output === 'capture';
    const stdio = captured ? ['ignore', 'pipe', 'pipe'] : 'inherit';
    // npx is a .cmd on Windows, which only a shell can start; its arguments here are all our own plain words.
    const shell = process.platform === 'win32' && command === 'npx';
    const child = spawn(command, args, { cwd, stdio, shell, env: environment(env), timeout: timeoutMs });
    let text = '';
    if (captured) {
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8');
        stream.on('data', (chunk) => {
          text += chunk;
        });
      }
    }

    let interrupted = false;
    const forward = (signal) => {
      interrupted = true;
      if (!reachesChildItself(signal)) child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    const finish = () => {
      for (const signal of signals) process.off(signal, forward);
    };

    child.once('error', (error) => {
      finish();
      reject(new StepError(`Could not start ${command}: ${error.message}`));
    });
    child.once('close', (code, signal) => {
      finish();
      resolve({ code: code ?? 128 + constants.signals[signal], text, interrupted });
    });
  });
}

/** Runs one of our own Node's scripts. */
export function runNode(args, options) {
  const node = ownNode();
  if (node === undefined)
    throw new StepError('The repository has no Node of its own yet: run `npm test` or `npm start`.');
  return run(node, args, options);
}

/** Runs an installed tool with the repository's own Node. */
export function runTool(packageName, args, { command, ...options } = {}) {
  return runNode([toolScript(packageName, command), ...args], options);
}

/** Runs the pinned pnpm, which npx fetches once and keeps. */
export function runPnpm(args, options) {
  return run('npx', ['-y', pinnedPnpm(), ...args], options);
}

export function tail(text, lines = TAIL_LINES) {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

/** Turns what a script threw into its exit code: our own failures without a stack, anything else with it. */
export function exitOnFailure(error) {
  say(error instanceof StepError ? `\n${error.message}` : String(error?.stack ?? error));
  process.exitCode = 1;
}
