// `npm run test:deep`: the same tests, with far more generated cases. Repeat a run with FC_SEED=<the seed printed>.
import { randomInt } from 'node:crypto';
import { exitOnFailure, say } from './lib/processes.mjs';
import { setUp } from './lib/setup.mjs';
import { runSteps } from './lib/steps.mjs';
import { runVitest } from './lib/vitest.mjs';

async function testDeep(vitestArgs) {
  await setUp();
  const runs = process.env.FC_RUNS ?? '50000';
  const seed = process.env.FC_SEED ?? String(randomInt(2 ** 31));
  say(`\nFC_SEED=${seed} FC_RUNS=${runs}`);
  const env = { DEEP: '1', FC_RUNS: runs, FC_SEED: seed };
  const unhurried = ['--testTimeout=3600000', '--hookTimeout=600000'];
  await runSteps([
    { name: `Tests, deep (FC_SEED=${seed})`, work: () => runVitest([...unhurried, ...vitestArgs], env) },
  ]);
}

await testDeep(process.argv.slice(2)).catch(exitOnFailure);
