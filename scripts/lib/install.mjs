// One install with the pinned pnpm: from the frozen lockfile, and only when something it depends on has changed.
import { join } from 'node:path';
import { fingerprint, stamp } from './fingerprint.mjs';
import { runPnpm, StepError, say, seconds, tail, unlessInterrupted } from './processes.mjs';
import { pinnedPnpm, root, stateFolder } from './repository.mjs';

const TICK_MS = 5_000; // a silent minute looks like a hang

/**
 * @param {object} options
 * @param {string} options.name of its stamp
 * @param {string} options.folder where the lockfile is
 * @param {readonly string[]} options.inputs files that decide what is installed
 * @param {() => boolean} options.isInstalled guards against folders somebody deleted: a stamp would not notice
 * @param {string} options.announcement what a person reads while it takes its time
 * @throws {StepError} when it fails, with pnpm's own last words
 */
export async function ensureInstalled({ name, folder, inputs, isInstalled, announcement }) {
  const wanted = fingerprint(root, inputs, [process.platform, process.arch]);
  const done = stamp(join(stateFolder, name));
  if (done.matches(wanted) && isInstalled()) return;

  const startedAt = performance.now();
  say(`• ${announcement} with ${pinnedPnpm()} (the first time takes a minute or two) …`);
  done.clear();
  const ticking = setInterval(() => say(`  … ${seconds(startedAt)}`), TICK_MS);
  const env = { CI: 'true' };
  const result = await runPnpm(['install', '--frozen-lockfile'], { cwd: folder, output: 'capture', env });
  clearInterval(ticking);
  unlessInterrupted(result);
  if (result.code !== 0 || !isInstalled()) {
    throw new StepError(
      `${tail(result.text)}\n\nInstalling failed. The last lines above say why; it needs npm and a network.`,
    );
  }
  done.write(wanted);
  say(`  installed in ${seconds(startedAt)}`);
}
