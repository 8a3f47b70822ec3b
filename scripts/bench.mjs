// `npm run bench [-- package…]`: runs `packages/*/bench/*.mjs` one after the other, against what is built. Each prints
// its own results and fails by its exit code. --quick sets BENCH_QUICK: programs that measure with `lib/bench.mjs` then
// do one short round, which shows that they still run and nothing else.
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { exitOnFailure, runNode, StepError, say, unlessInterrupted } from './lib/processes.mjs';
import { listPackages } from './lib/repository.mjs';
import { setUp } from './lib/setup.mjs';
import { runSteps } from './lib/steps.mjs';

const PATIENCE_MS = 1_200_000; // some work against windows of true length

/** Bench programs of the packages named, by folder or by npm name; of all when none is. */
function listBenches(wanted) {
  const packages = listPackages();
  const unknown = wanted.filter((each) => !packages.some(({ name, folder }) => each === name || each === folder));
  if (unknown.length > 0) throw new StepError(`There is no package called ${unknown.join(', ')}.`);
  return packages
    .filter(({ name, folder }) => wanted.length === 0 || wanted.includes(name) || wanted.includes(folder))
    .map(({ folder, path }) => ({ folder, path, programs: join(path, 'bench') }))
    .filter(({ programs }) => existsSync(programs))
    .flatMap(({ folder, path, programs }) =>
      readdirSync(programs)
        .filter((file) => file.endsWith('.mjs'))
        .sort()
        .map((file) => ({ name: `${folder}: ${file}`, path, program: join(programs, file) })),
    );
}

function benchStep({ name, path, program }, env) {
  const work = async () => {
    const { code } = unlessInterrupted(await runNode([program], { cwd: path, timeoutMs: PATIENCE_MS, env }));
    if (code === 0) return { passed: 1, failed: 0 };
    say(`ended with ${code}`);
    return { passed: 0, failed: 1 };
  };
  return { name, work };
}

async function bench(args) {
  const isQuick = args.includes('--quick');
  const benches = listBenches(args.filter((each) => each !== '--quick'));
  await setUp();
  say(`\n${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores${isQuick ? ', QUICK' : ''}`);
  if (benches.length === 0) say('There is nothing to measure: no package has a folder `bench`.');
  await runSteps(benches.map((each) => benchStep(each, { BENCH_QUICK: isQuick ? '1' : '' })));
}

await bench(process.argv.slice(2)).catch(exitOnFailure);
