// `npm run example -- <name> <folder>`: makes a project of your own out of an example. The packages go with it as
// tarballs, exactly what npm would install; once they are published, name their versions instead.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { copyExample, listExamples, readCatalog } from './lib/examples.mjs';
import { exitOnFailure, StepError, say } from './lib/processes.mjs';
import { listPackages, root } from './lib/repository.mjs';
import { setUp } from './lib/setup.mjs';
import { packAll } from './lib/tarballs.mjs';

async function copy([name, target]) {
  if (name === undefined || target === undefined) {
    throw new StepError(`npm run example -- <${listExamples().join(' | ')}> <folder to make>`);
  }
  await setUp();
  const folder = mkdtempSync(join(tmpdir(), 'clarus-klaviyo-tarballs-'));
  try {
    const catalog = readCatalog(readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8'));
    copyExample(name, resolve(target), { tarballs: await packAll(folder), catalog, packages: listPackages() });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  say(`\n${target} is a project of its own now. Next: cd ${target} && npm install, and its README.md.`);
}

await copy(process.argv.slice(2)).catch(exitOnFailure);
