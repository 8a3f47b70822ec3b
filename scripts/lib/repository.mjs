// Where things are in this repository. Runs on Node 20 with nothing installed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Our own notes (stamps, lock) live here: gone with node_modules, never packed, never committed. */
export const stateFolder = join(root, 'node_modules', '.clarus-klaviyo');

export function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/**
 * Every package under `packages/`, dependencies before dependents.
 * @returns {{ name: string, folder: string, path: string, manifest: Record<string, any>, upstream: string[] }[]}
 */
export function listPackages(repository = root) {
  const found = readdirSync(join(repository, 'packages'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(repository, 'packages', entry.name, 'package.json')))
    .map((entry) => {
      const path = join(repository, 'packages', entry.name);
      const manifest = readJson(join(path, 'package.json'));
      return { name: manifest.name, folder: entry.name, path, manifest, upstream: [] };
    });
  const names = new Set(found.map((each) => each.name));
  for (const each of found) {
    each.upstream = Object.keys(each.manifest.dependencies ?? {}).filter((name) => names.has(name));
  }

  const sorted = [];
  const visit = (each, path) => {
    if (sorted.includes(each)) return;
    if (path.includes(each)) throw new Error(`Packages depend on each other in a circle at ${each.name}.`);
    for (const name of each.upstream)
      visit(
        found.find((other) => other.name === name),
        [...path, each],
      );
    sorted.push(each);
  };
  for (const each of found) visit(each, []);
  return sorted;
}

/** Tests, their fixtures, and the suites that every implementation of a port runs. */
export function isTestCode(path) {
  return /\.test(-d)?\.ts$|[\\/]__fixtures__[\\/]|[\\/]conformance([\\/]|\.ts$)/.test(path);
}

/** Public entries of a package: subpath, built file and declaration, as its `exports` name them. */
export function publicEntries({ name, manifest }) {
  return Object.entries(manifest.exports ?? {})
    .filter(([, target]) => typeof target === 'object')
    .map(([subpath, target]) => ({
      specifier: name + subpath.slice(1),
      source: target['@clarus-klaviyo/source'],
      types: target.types,
      file: target.default,
      // A platform's name in the entry is the only permission to use that platform; a command line has its own.
      platform: manifest.bin !== undefined || subpath === './node' ? 'node' : 'neutral',
    }));
}

/** Files a build must leave behind. */
export function builtFiles({ manifest, ...rest }) {
  const entries = publicEntries({ manifest, ...rest }).flatMap((entry) => [entry.file, entry.types]);
  return [...entries, ...Object.values(manifest.bin ?? {})];
}

/** The pinned package manager, e.g. `pnpm@12.21.0`. */
export function pinnedPnpm() {
  const { packageManager } = readJson(join(root, 'package.json'));
  return packageManager.split('+')[0];
}

/** The repository's own Node, a dev dependency; undefined before the first install. */
export function ownNode() {
  const inPackage = join(root, 'node_modules', 'node', 'bin');
  const candidates = [join(inPackage, 'node.exe'), join(inPackage, 'node'), join(root, 'node_modules', '.bin', 'node')];
  return candidates.find((candidate) => existsSync(candidate));
}

/** The file behind an installed command; a script is to be run with `ownNode()`: no shell wrapper, no PATH. */
export function toolScript(packageName, command = packageName, workspace = root) {
  const folder = join(workspace, 'node_modules', ...packageName.split('/'));
  const { bin } = readJson(join(folder, 'package.json'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}
