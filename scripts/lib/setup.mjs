// What every command needs first: dependencies installed, packages built, and nothing done twice.
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { filesBelow, fingerprint, stamp } from './fingerprint.mjs';
import { ensureInstalled } from './install.mjs';
import { withLock } from './lock.mjs';
import { runTool, StepError, say, seconds, tail, unlessInterrupted } from './processes.mjs';
import { builtFiles, isTestCode, listPackages, ownNode, root, stateFolder } from './repository.mjs';

const OLDEST_NODE = 20;

function manifestsBelow(folder) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .sort()
    .map((name) => join(path, name, 'package.json'))
    .filter((manifest) => existsSync(manifest));
}

function isInstalled() {
  const needing = listPackages().filter(({ manifest }) => Object.keys(manifest.dependencies ?? {}).length > 0);
  return ownNode() !== undefined && needing.every(({ path }) => existsSync(join(path, 'node_modules')));
}

function ensureDependencies() {
  return ensureInstalled({
    name: 'installed',
    folder: root,
    inputs: [
      ...['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml'].map((name) => join(root, name)),
      ...manifestsBelow('packages'),
      ...manifestsBelow('examples'),
      join(root, 'docs', 'package.json'),
    ],
    isInstalled,
    announcement: 'Installing dependencies',
  });
}

/** What a package's build depends on: its own files, the shared settings, and everything it is built upon. */
function buildFingerprints(packages) {
  const shared = ['tsup.base.ts', 'tsconfig.base.json', 'pnpm-lock.yaml'].map((name) => join(root, name));
  const values = new Map();
  for (const { name, path, upstream } of packages) {
    const own = ['package.json', 'tsconfig.json', 'tsup.config.ts', 'src'].flatMap((part) =>
      filesBelow(join(path, part)).filter((file) => !isTestCode(file)),
    );
    values.set(
      name,
      fingerprint(
        root,
        [...shared, ...own],
        upstream.map((each) => values.get(each)),
      ),
    );
  }
  return values;
}

async function buildPackage({ name, folder, path }, wanted) {
  const done = stamp(join(stateFolder, `built-${folder}`));
  const startedAt = performance.now();
  done.clear();
  const result = await runTool('tsup', [], { cwd: path, output: 'capture' });
  unlessInterrupted(result);
  if (result.code !== 0)
    throw new StepError(`${tail(result.text)}\n\nBuilding ${name} failed; the last lines above say why.`);
  done.write(wanted);
  say(`  built ${name} in ${seconds(startedAt)}`);
}

async function ensureBuilt() {
  const packages = listPackages();
  const wanted = buildFingerprints(packages);
  const stale = packages.filter(({ name, folder, path, ...rest }) => {
    const done = stamp(join(stateFolder, `built-${folder}`));
    const files = builtFiles({ name, folder, path, ...rest });
    return !done.matches(wanted.get(name)) || files.some((file) => !existsSync(join(path, file)));
  });
  if (stale.length === 0) return;

  say(`• Building ${stale.length} of ${packages.length} packages …`);
  // Order does not matter: packages see each other's sources while they are built, never each other's output.
  const queue = [...stale];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      await buildPackage(next, wanted.get(next.name));
    }
  };
  const workers = Math.max(1, Math.min(4, availableParallelism()));
  const ends = await Promise.allSettled(Array.from({ length: workers }, worker));
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}

/**
 * Makes the working tree ready to run: quick when nothing changed since the last time, safe to call from two
 * terminals at once.
 * @param {{ also?: () => Promise<void> }} [options] `also`: what this command needs besides, before the build
 * @throws {StepError} with what to tell the person in front of the screen
 */
export async function setUp({ also = async () => {} } = {}) {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    throw new StepError(`Node ${OLDEST_NODE} or newer is needed to start; this is ${process.versions.node}.`);
  }
  const startedAt = performance.now();
  const onWait = (pid) => say(`• Waiting for another set-up in this folder to end (process ${pid ?? 'unknown'}) …`);
  await withLock(
    join(stateFolder, 'lock'),
    async () => {
      await ensureDependencies();
      await also();
      await ensureBuilt();
    },
    onWait,
  );
  say(`• Set-up is ready (${seconds(startedAt)})`);
}
