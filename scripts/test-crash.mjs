// `npm run test:crash`: 1,000 deaths by SIGKILL over 50,000 observations, deaths between every two store operations, and
// the whole service killed 50 times. Repeat a run with STORE_SEED and CRASH_SEED as printed.
import { randomInt } from 'node:crypto';
import { exitOnFailure, say } from './lib/processes.mjs';
import { setUp } from './lib/setup.mjs';
import { runSteps } from './lib/steps.mjs';
import { runVitest } from './lib/vitest.mjs';

const FILES = [
  'packages/sync/src/stores/sqlite.crash.test.ts',
  'packages/sync/test/crash-points.test.ts',
  'packages/cli/test/crash.test.ts',
];

async function testCrash(vitestArgs) {
  await setUp();
  const seed = String(randomInt(2 ** 31));
  const env = { DEEP: '1', STORE_CRASHES: '1000', STORE_SEED: seed, CRASH_SEED: seed, ...process.env };
  say(`\nSTORE_SEED=${env.STORE_SEED} CRASH_SEED=${env.CRASH_SEED} STORE_CRASHES=${env.STORE_CRASHES}`);
  await runSteps([{ name: 'Crashes', work: () => runVitest(['--testTimeout=7200000', ...FILES, ...vitestArgs], env) }]);
}

await testCrash(process.argv.slice(2)).catch(exitOnFailure);
