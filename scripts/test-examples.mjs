// `npm run test:examples [-- <example>…]`: packs the packages, makes a project of its own out of every example, installs
// and builds it the way its README says, and runs `examples/e2e` against what came of it. Further words go to vitest.
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyExample, listExamples, readCatalog } from './lib/examples.mjs';
import { exitOnFailure, run, StepError, tail, unlessInterrupted } from './lib/processes.mjs';
import { listPackages, readJson, root } from './lib/repository.mjs';
import { ensureRuntimes } from './lib/runtimes/runtimes.mjs';
import { setUp } from './lib/setup.mjs';
import { runSteps } from './lib/steps.mjs';
import { packAll } from './lib/tarballs.mjs';
import { runVitest } from './lib/vitest.mjs';

async function npm(args, cwd) {
  const result = unlessInterrupted(await run('npm', args, { cwd, output: 'capture' }));
  if (result.code !== 0) throw new StepError(`${tail(result.text)}\nnpm ${args.join(' ')} failed.`);
}

async function install(name, folder, from) {
  const target = join(folder, name);
  copyExample(name, target, from);
  await npm(['install', '--no-audit', '--no-fund', '--prefer-offline'], target);
  const { scripts = {} } = readJson(join(target, 'package.json'));
  if (scripts.build !== undefined) await npm(['run', 'build'], target);
  return { passed: 1, failed: 0 };
}

async function testExamples(args) {
  await setUp({ also: ensureRuntimes }); // for workerd and wrangler
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'clarus-klaviyo-examples-')));
  try {
    const catalog = readCatalog(readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8'));
    const tarballs = await packAll(join(folder, 'packed'));
    const from = { tarballs, catalog, packages: listPackages() };
    const wanted = listExamples().filter((name) => args.length === 0 || args.some((word) => word.startsWith(name)));
    await runSteps([
      ...wanted.map((name) => ({ name: `${name}: installed and built`, work: () => install(name, folder, from) })),
      {
        name: 'End to end',
        work: () => runVitest(['--config', 'vitest.examples.config.ts', ...args], { EXAMPLES: folder }),
      },
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await testExamples(process.argv.slice(2)).catch(exitOnFailure);
