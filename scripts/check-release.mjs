// `npm run check:release`: rehearses the next release in a copy: every changeset is readable, names packages that
// exist, and the versions can be raised. Needs no branch, remote or history, so a shallow checkout will do.
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitOnFailure, runTool, StepError, say } from './lib/processes.mjs';
import { listPackages, readJson, root } from './lib/repository.mjs';

async function checkRelease(copy) {
  const pending = readdirSync(join(root, '.changeset')).filter((file) => file.endsWith('.md') && file !== 'README.md');
  if (pending.length === 0) return say('Nothing is waiting to be released.');

  const packages = listPackages();
  const needed = [
    '.changeset',
    'package.json',
    'pnpm-workspace.yaml',
    ...packages.map(({ folder }) => `packages/${folder}/package.json`),
  ];
  for (const path of needed) cpSync(join(root, path), join(copy, path), { recursive: true });
  // The changelog asks git which commit brought a change; the versions do not depend on it.
  const config = join(copy, '.changeset', 'config.json');
  writeFileSync(config, JSON.stringify({ ...readJson(config), changelog: false }));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  const { code, text } = await runTool('@changesets/cli', ['version'], {
    command: 'changeset',
    cwd: copy,
    output: 'capture',
  });
  if (code !== 0) throw new StepError(`${text}\nThe release could not be rehearsed: mend the files in .changeset.`);

  const versions = new Set(
    packages.map(({ folder }) => readJson(join(copy, 'packages', folder, 'package.json')).version),
  );
  const [next] = versions;
  if (versions.size !== 1)
    throw new StepError(`All packages should get one version; they get ${[...versions].join(', ')}.`);
  if (next === packages[0]?.manifest.version) return say('The changesets that wait change no version.');
  say(`${pending.length} changeset(s); the next release of all packages is ${next}.`);
}

const copy = mkdtempSync(join(tmpdir(), 'clarus-klaviyo-release-'));
try {
  await checkRelease(copy);
} catch (error) {
  exitOnFailure(error);
} finally {
  rmSync(copy, { recursive: true, force: true });
}
