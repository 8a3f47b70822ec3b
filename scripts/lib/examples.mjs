// An example as a project of its own: its files, with the packed packages beside them.
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { StepError } from './processes.mjs';
import { readJson, root } from './repository.mjs';

/** Where the tarballs are kept in the copy. The Dockerfile of an example knows this name too. */
const TARBALLS = 'tarballs';

/** What belongs to the workspace, or to somebody's last run, and not to a project. */
const LEFT_BEHIND = new Set(['node_modules', 'dist', 'e2e', 'test', '.env', '.dev.vars', '.wrangler']);

export function listExamples() {
  const folder = join(root, 'examples');
  return readdirSync(folder).filter((name) => name !== 'e2e' && existsSync(join(folder, name, 'package.json')));
}

/** Versions the workspace keeps in one place: `name: version` under `catalog:` of `pnpm-workspace.yaml`. */
export function readCatalog(text) {
  const lines = text.split('\n');
  const start = lines.indexOf('catalog:') + 1;
  const entries = new Map();
  for (const line of start === 0 ? [] : lines.slice(start)) {
    const entry = /^ {2}(?:"([^"]+)"|([^\s:"]+)): (\S+)$/.exec(line);
    if (entry === null) break;
    entries.set(entry[1] ?? entry[2], entry[3]);
  }
  return entries;
}

/** Ranges of the workspace, `workspace:` and `catalog:`, turned into ones that npm understands. */
function ranges(dependencies, tarballs, catalog) {
  return Object.fromEntries(
    Object.entries(dependencies).map(([name, range]) => {
      const tarball = tarballs.get(name);
      if (tarball !== undefined) return [name, `file:${TARBALLS}/${basename(tarball)}`];
      if (range !== 'catalog:') return [name, range];
      const version = catalog.get(name);
      if (version === undefined) throw new StepError(`The catalog has no version of ${name}.`);
      return [name, version];
    }),
  );
}

/**
 * Our packages that the wanted ones need, named too: npm then takes those from the tarballs as well, and asks no
 * registry for a version that may not be published yet.
 */
function withUpstream(dependencies, packages) {
  const all = new Map();
  const visit = (name) => {
    const each = packages.find((candidate) => candidate.name === name);
    if (each === undefined || all.has(name)) return;
    all.set(name, 'workspace:^');
    for (const upstream of each.upstream) visit(upstream);
  };
  for (const name of Object.keys(dependencies)) visit(name);
  return { ...Object.fromEntries(all), ...dependencies };
}

/**
 * The manifest of a copy.
 * @param {Record<string, any>} manifest
 * @param {{ tarballs: Map<string, string>, catalog: Map<string, string>, packages: { name: string, upstream: string[] }[] }} from
 */
export function standaloneManifest(manifest, { tarballs, catalog, packages }) {
  const { dependencies = {}, devDependencies } = manifest;
  return {
    ...manifest,
    dependencies: ranges(withUpstream(dependencies, packages), tarballs, catalog),
    ...(devDependencies === undefined ? {} : { devDependencies: ranges(devDependencies, tarballs, catalog) }),
  };
}

/**
 * Copies an example to a folder that is empty or not there yet. Only the tarballs it needs go with it.
 * @param {string} name
 * @param {string} target
 * @param {Parameters<typeof standaloneManifest>[1]} from
 */
export function copyExample(name, target, from) {
  const source = join(root, 'examples', name);
  if (!existsSync(join(source, 'package.json'))) {
    throw new StepError(`There is no example called ${name}: there are ${listExamples().join(', ')}.`);
  }
  if (existsSync(target) && readdirSync(target).length > 0) throw new StepError(`${target} is not empty.`);
  cpSync(source, target, { recursive: true, filter: (path) => path === source || !LEFT_BEHIND.has(basename(path)) });
  const manifest = standaloneManifest(readJson(join(source, 'package.json')), from);
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  mkdirSync(join(target, TARBALLS), { recursive: true });
  for (const [dependency, tarball] of from.tarballs) {
    if (dependency in manifest.dependencies) cpSync(tarball, join(target, TARBALLS, basename(tarball)));
  }
}
