// `npm run check:docs`: builds the site, follows every link in it and in the Markdown beside the code, and uses the site in
// a real browser. `-- --pictures=<folder>` keeps screenshots.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkMarkdownLinks, checkSiteLinks } from './lib/docs/links.mjs';
import { serveSite } from './lib/docs/site.mjs';
import { exitOnFailure, runNode, say, unlessInterrupted } from './lib/processes.mjs';
import { root, toolScript } from './lib/repository.mjs';
import { findChromium } from './lib/runtimes/runtimes.mjs';
import { setUp } from './lib/setup.mjs';
import { runSteps } from './lib/steps.mjs';

const folder = join(root, 'docs');
const site = join(folder, '.vitepress', 'dist');
const PATIENCE_MS = 480_000;

function verdict(problems, isFine) {
  for (const problem of problems) say(`✘ ${problem}`);
  if (problems.length === 0) say(isFine);
  return { passed: problems.length === 0 ? 1 : 0, failed: problems.length };
}

async function runsWell(args, name) {
  const { code, text } = unlessInterrupted(await runNode(args, { cwd: folder, output: 'capture' }));
  return verdict(code === 0 ? [] : [text.trimEnd()], name);
}

/** Markdown that is read where it lies, on GitHub or npm. */
function markdownFiles() {
  const listed = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' });
  const isPage = (file) => file.startsWith('docs/') && !file.startsWith('docs/decisions/');
  return listed
    .trim()
    .split('\n')
    .filter((file) => !isPage(file) && existsSync(join(root, file)))
    .map((file) => join(root, file));
}

function followLinks() {
  const { checked, outside, problems } = checkSiteLinks(site);
  const markdown = checkMarkdownLinks(markdownFiles(), root);
  return verdict(
    [...problems, ...markdown.problems],
    `${checked + markdown.checked} links lead somewhere; ${outside} more leave for other hosts and are not followed.`,
  );
}

async function useInBrowser(pictures) {
  const browser = findChromium();
  if (browser === undefined)
    return verdict(
      ["There is no browser: install Debian's package `chromium`, or set CHROMIUM to a browser's path."],
      '',
    );
  const server = await serveSite(site);
  try {
    const args = [join(folder, 'scripts', 'in-chromium.mjs'), server.url, browser, ...pictures];
    const { text } = unlessInterrupted(await runNode(args, { cwd: folder, output: 'capture', timeoutMs: PATIENCE_MS }));
    const [, passed, failed] = /^Total: (\d+) passed, (\d+) failed$/m.exec(text) ?? [null, 0, 1];
    for (const line of text
      .split('\n')
      .filter((each) => (Number(failed) > 0 ? !each.startsWith('✔') : /first page/.test(each))))
      say(line);
    return { passed: Number(passed), failed: Number(failed) };
  } finally {
    await server.close();
  }
}

async function checkDocs(args) {
  const pictures = args.flatMap((arg) => (arg.startsWith('--pictures=') ? [arg.slice('--pictures='.length)] : []));
  await setUp();
  await runSteps([
    {
      name: 'Pages from the code; every export says what it is',
      work: () =>
        runsWell([join(folder, 'scripts', 'write-pages.mjs'), '--strict'], 'Every public export has a docstring.'),
    },
    {
      name: 'The site builds',
      work: () => runsWell([toolScript('vitepress', 'vitepress', folder), 'build'], 'VitePress found no dead link.'),
    },
    { name: 'Every link', work: async () => followLinks() },
    { name: 'In Chromium', work: () => useInBrowser(pictures) },
  ]);
}

await checkDocs(process.argv.slice(2)).catch(exitOnFailure);
