#!/usr/bin/env node
/** The command line as a process: its arguments, its streams, its exit code. */
import type { Io } from './command/io.js';
import { runCommandLine } from './run-command-line.js';

/** `clarus-klaviyo incidents | head` closes our output early, and means nothing by it. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

/** Only for a command that can stop cleanly: for any other, Ctrl-C ends the process, as it always does. */
function signalOfInterrupt(): AbortSignal {
  const stopping = new AbortController();
  // Once: whoever presses it twice does not want to wait for a clean end.
  process.once('SIGINT', () => stopping.abort());
  return stopping.signal;
}

async function readLine(): Promise<string | null> {
  const { createInterface } = await import('node:readline');
  for await (const line of createInterface({ input: process.stdin })) return line;
  return null;
}

const io: Io = {
  environment: process.env,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true,
  readLine,
  now: () => Date.now(),
  signalOfInterrupt,
};

process.exitCode = await runCommandLine(process.argv.slice(2), io);
