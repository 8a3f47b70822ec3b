// `npm run docs`: builds the documentation site into docs/.vitepress/dist. `-- --serve` shows it at a local address
// afterwards, `-- --dev` while it is written.
import { join } from 'node:path';
import { exitOnFailure, runNode, StepError, say } from './lib/processes.mjs';
import { root, toolScript } from './lib/repository.mjs';
import { setUp } from './lib/setup.mjs';

const folder = join(root, 'docs');

async function vitepress(...args) {
  const { code } = await runNode([toolScript('vitepress', 'vitepress', folder), ...args], { cwd: folder });
  if (code !== 0) throw new StepError(`vitepress ${args[0]} ended with ${code}.`);
}

async function docs(args) {
  await setUp();
  const { code } = await runNode([join(folder, 'scripts', 'write-pages.mjs')]);
  if (code !== 0) throw new StepError('The pages that are made from the code could not be written.');
  if (args.includes('--dev')) return vitepress('dev');
  await vitepress('build');
  if (args.includes('--serve')) return vitepress('preview');
  say(`\nThe site is in ${join('docs', '.vitepress', 'dist')}. \`npm run docs -- --serve\` shows it.`);
}

await docs(process.argv.slice(2)).catch(exitOnFailure);
