// What a client gets along with us: the licence of every dependency, down to the last.
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readJson } from '../repository.mjs';

/** Ask nothing of a shop's own code but that a notice stays with theirs. */
const PERMISSIVE = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
]);

/** Of an expression like `(MIT OR GPL-2.0)` one choice is enough; of `MIT AND BSD-3-Clause` all are needed. */
export function isPermissive(licence) {
  if (typeof licence !== 'string') return false;
  const plain = licence.replaceAll(/[()]/g, ' ').trim();
  const isOne = (words) => words.split(/\s+AND\s+/).every((word) => PERMISSIVE.has(word.trim()));
  return plain.split(/\s+OR\s+/).some(isOne);
}

/** Old manifests have an object, or a list of them. */
function licenceOf({ license, licenses }) {
  const given = license ?? licenses;
  if (Array.isArray(given)) return given.map((each) => each.type ?? each).join(' OR ');
  return typeof given === 'object' && given !== null ? given.type : given;
}

/** The folder a package's import of `name` finds: up through every `node_modules` from where it really is. */
function findDependency(name, from) {
  for (let folder = realpathSync(from); ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', ...name.split('/'));
    if (existsSync(join(found, 'package.json'))) return realpathSync(found);
    if (dirname(folder) === folder) return undefined;
  }
}

/**
 * Everything that an install of these folders' packages brings. Optional dependencies are looked at where they are
 * installed; peers are the client's own choice.
 *
 * @param {readonly string[]} folders
 * @returns {{ name: string, version: string, licence: string | undefined }[]} each version once, without the folders' own
 */
export function listLicences(folders) {
  const own = new Set(folders.map((folder) => realpathSync(folder)));
  const found = new Map();
  const visited = new Set();
  const visit = (folder) => {
    if (visited.has(folder)) return;
    visited.add(folder);
    const manifest = readJson(join(folder, 'package.json'));
    if (!own.has(folder)) {
      const { name, version } = manifest;
      found.set(`${name}@${version}`, { name, version, licence: licenceOf(manifest) });
    }
    const { dependencies = {}, optionalDependencies = {} } = manifest;
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const dependency = findDependency(name, folder);
      if (dependency !== undefined) visit(dependency);
      else if (!(name in optionalDependencies)) throw new Error(`${manifest.name}: ${name} is not installed`);
    }
  };
  for (const folder of own) visit(folder);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
