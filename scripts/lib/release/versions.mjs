// The next versions, found in a copy: changesets edits files, and a rehearsal must not.
import { cpSync, existsSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTool, StepError } from '../processes.mjs';
import { listPackages, readJson, root } from '../repository.mjs';

/** How many changesets wait. */
export function countPending() {
  return readdirSync(join(root, '.changeset')).filter((file) => file.endsWith('.md') && file !== 'README.md').length;
}

/** What `npm install` without a tag gets is `latest`; a pre-release must never be that. */
export function distTag() {
  const file = join(root, '.changeset', 'pre.json');
  if (!existsSync(file) || readJson(file).mode !== 'pre') return 'latest';
  const { tag } = readJson(file);
  if (tag === 'latest') throw new StepError('A pre-release may not have the tag `latest`: see .changeset/pre.json.');
  return tag;
}

/**
 * Raises the versions in a copy. Needs no branch, remote or history, so a shallow checkout will do.
 * @returns {Promise<string>} the one version all packages get
 */
export async function nextVersion(copy) {
  const packages = listPackages();
  const manifests = packages.map(({ folder }) => `packages/${folder}/package.json`);
  for (const path of ['.changeset', 'package.json', 'pnpm-workspace.yaml', ...manifests]) {
    cpSync(join(root, path), join(copy, path), { recursive: true });
  }
  // The changelog asks git which commit brought a change; the versions do not depend on it.
  const config = join(copy, '.changeset', 'config.json');
  writeFileSync(config, JSON.stringify({ ...readJson(config), changelog: false }));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  const options = { command: 'changeset', cwd: copy, output: 'capture' };
  const { code, text } = await runTool('@changesets/cli', ['version'], options);
  if (code !== 0) throw new StepError(`${text}\nThe release could not be rehearsed: mend the files in .changeset.`);
  const versions = new Set(manifests.map((path) => readJson(join(copy, path)).version));
  if (versions.size !== 1) {
    throw new StepError(`All packages should get one version; they get ${[...versions].join(', ')}.`);
  }
  return [...versions][0];
}
