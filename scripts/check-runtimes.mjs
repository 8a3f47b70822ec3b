// `npm run check:runtimes`: one behaviour suite per package, the very same cases in every runtime it promises to work
// in, and the table of that in README.md (`-- --write` renews it). The first run fetches the runtimes.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitOnFailure, run, say, unlessInterrupted } from './lib/processes.mjs';
import { root } from './lib/repository.mjs';
import { readReport } from './lib/runtimes/report.mjs';
import { ensureRuntimes, RUNTIMES } from './lib/runtimes/runtimes.mjs';
import { listSuites } from './lib/runtimes/suites.mjs';
import { fillGaps, readTable, replaceTable, toTable } from './lib/runtimes/table.mjs';
import { setUp } from './lib/setup.mjs';
import { runSteps } from './lib/steps.mjs';

const PATIENCE_MS = 60_000;
const QUIETLY = { NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' };
const NOT_FOR_IT = '–';
/** A conformance suite grows with the port; how many it has is nothing to keep a README up to date for. */
const ALL_OF_THEM = '✔';
/** Holds no secret: the one package that anybody's browser may run. */
const PUBLIC_PACKAGE = '@clarus-klaviyo/mapping';

/** Whether an entry is meant for a runtime at all. */
function isFor({ name, runtimes }, runtime) {
  if (runtimes !== undefined) return runtimes.includes(runtime.name);
  return !runtime.isForPublic || name === PUBLIC_PACKAGE;
}

async function runSuite(suite, runtime, folder) {
  const { bundleSuite } = await import('./lib/runtimes/bundle.mjs'); // esbuild is there only after the set-up
  const bundle = join(folder, 'suite.mjs');
  await bundleSuite(suite, runtime, bundle);
  const options = { cwd: folder, output: 'capture', timeoutMs: PATIENCE_MS, env: QUIETLY };
  const ended = unlessInterrupted(await run(runtime.program(), runtime.args(bundle, suite), options));
  const { passed, problems } = readReport(ended, runtime.agent);
  for (const problem of problems) say(`✘ ${suite.name} in ${runtime.name}: ${problem}\n`);
  return { passed, failed: problems.length };
}

function runtimeStep(runtime, suites, folder) {
  const work = async () => {
    const total = { passed: 0, failed: 0 };
    const isHere = runtime.program() !== undefined;
    if (!isHere) say(`  SKIPPED: not on this machine; ${runtime.missing}.`);
    for (const each of suites) {
      if (!isFor(each, runtime)) each.cells.push(NOT_FOR_IT);
      else if (!isHere) each.cells.push(null);
      else {
        const { passed, failed } = await runSuite(each, runtime, folder);
        each.cells.push(
          failed > 0 ? `✘ ${passed} of ${passed + failed}` : each.isConformance ? ALL_OF_THEM : `${passed}`,
        );
        total.passed += passed;
        total.failed += failed;
      }
    }
    return total;
  };
  return { name: runtime.name, work };
}

function tableStep(suites, isToBeWritten) {
  const path = join(root, 'README.md');
  const work = async () => {
    const document = readFileSync(path, 'utf8');
    const rows = suites.map(({ name, cells }) => ({ name: `\`${name}\``, cells }));
    const names = RUNTIMES.map(({ name }) => name);
    say(toTable(names, fillGaps(rows, '')));
    const table = toTable(names, fillGaps(rows, readTable(document)));
    if (suites.some(({ cells }) => cells.some((cell) => cell?.startsWith('✘')))) {
      say('Something failed: the table in README.md is left as it is.');
      return { passed: 0, failed: 1 };
    }
    if (table === readTable(document)) return { passed: 1, failed: 0 };
    if (isToBeWritten) {
      writeFileSync(path, replaceTable(document, table));
      return { passed: 1, failed: 0 };
    }
    say('README.md says otherwise: run `npm run check:runtimes -- --write`.');
    return { passed: 0, failed: 1 };
  };
  return { name: 'The table in README.md', work };
}

async function checkRuntimes(args) {
  await setUp({ also: ensureRuntimes });
  const suites = listSuites().map((suite) => ({ ...suite, cells: [] }));
  const folder = mkdtempSync(join(tmpdir(), 'clarus-klaviyo-runtimes-'));
  try {
    const steps = RUNTIMES.map((runtime) => runtimeStep(runtime, suites, folder));
    await runSteps([...steps, tableStep(suites, args.includes('--write'))]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await checkRuntimes(process.argv.slice(2)).catch(exitOnFailure);
