// `npm run release`: publishes each package whose version npm does not have yet, in order, with provenance. For CI alone:
// provenance says which commit and which workflow a tarball came from, and a laptop has neither.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitOnFailure, StepError, say } from './lib/processes.mjs';
import { publishNew } from './lib/release/publish.mjs';
import { distTag } from './lib/release/versions.mjs';
import { setUp } from './lib/setup.mjs';
import { listPublicPackages, packAll } from './lib/tarballs.mjs';

const NOT_RAISED = '0.0.0';

/** npm compares this address with the workflow's own, and refuses the provenance of any other. */
function repositoryOf({ GITHUB_SERVER_URL, GITHUB_REPOSITORY, ACTIONS_ID_TOKEN_REQUEST_URL }) {
  if (!GITHUB_SERVER_URL || !GITHUB_REPOSITORY || !ACTIONS_ID_TOKEN_REQUEST_URL) {
    throw new StepError(
      'This runs in a GitHub workflow with the permission `id-token: write`. To rehearse a release: npm run check:release',
    );
  }
  return `git+${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}.git`;
}

async function release() {
  const url = repositoryOf(process.env);
  const packages = listPublicPackages();
  if (packages.some(({ manifest }) => manifest.version === NOT_RAISED)) {
    say('No version was raised yet: `npx changeset version` does that. Nothing is published.');
    return;
  }
  await setUp();
  const folder = mkdtempSync(join(tmpdir(), 'clarus-klaviyo-release-'));
  try {
    for (const { path, folder: directory, manifest } of packages) {
      const repository = { type: 'git', url, directory: `packages/${directory}` };
      writeFileSync(join(path, 'package.json'), `${JSON.stringify({ ...manifest, repository }, null, 2)}\n`);
    }
    const published = await publishNew(await packAll(folder), { tag: distTag(), cwd: folder });
    say(published.length === 0 ? 'npm has every version already.' : `Published ${published.join(', ')}.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await release().catch(exitOnFailure);
