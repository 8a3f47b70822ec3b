// The public packages as npm would get them.
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runPnpm, StepError, tail, unlessInterrupted } from './processes.mjs';
import { listPackages } from './repository.mjs';

/** What is published, dependencies before dependents: the order in which it has to be. */
export function listPublicPackages() {
  return listPackages().filter(({ manifest }) => manifest.private !== true);
}

/**
 * Packs one package; it has to be built.
 * @returns {Promise<string>} path of its tarball in `destination`
 */
export async function pack({ name, path }, destination) {
  mkdirSync(destination, { recursive: true });
  const known = new Set(readdirSync(destination));
  const result = unlessInterrupted(
    await runPnpm(['pack', '--pack-destination', destination], { cwd: path, output: 'capture' }),
  );
  const tarball = readdirSync(destination).find((file) => !known.has(file));
  if (result.code !== 0 || tarball === undefined) throw new StepError(`${tail(result.text)}\nPacking ${name} failed.`);
  return join(destination, tarball);
}

/**
 * Packs every public package.
 * @returns {Promise<Map<string, string>>} npm name → path of the tarball, dependencies first
 */
export async function packAll(destination) {
  const tarballs = new Map();
  for (const each of listPublicPackages()) tarballs.set(each.name, await pack(each, destination));
  return tarballs;
}
