// `npm start`: sets up, then plays the demo day. `npm start -- serve` (or any other command) runs that instead.
import { join } from 'node:path';
import { exitOnFailure, runNode } from './lib/processes.mjs';
import { root } from './lib/repository.mjs';
import { setUp } from './lib/setup.mjs';

const ORPHAN_CHECK_MS = 500;

/**
 * npm starts us through a shell. A SIGTERM to npm ends that shell, which tells nobody: without this, `serve` would
 * live on unseen and keep the port and the database.
 */
function stopWhenOrphaned() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const check = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(check);
    process.kill(process.pid, 'SIGTERM'); // handed on to the child like any other
  }, ORPHAN_CHECK_MS);
  check.unref();
}

async function start(args) {
  stopWhenOrphaned();
  await setUp();
  const { code } = await runNode([
    join(root, 'packages', 'cli', 'dist', 'main.js'),
    ...(args.length > 0 ? args : ['demo']),
  ]);
  process.exitCode = code;
}

await start(process.argv.slice(2)).catch(exitOnFailure);
