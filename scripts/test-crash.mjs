// `npm run test:crash`: 1,000 deaths of the store by SIGKILL over 50,000 observations, deaths between every two store
// operations, and the whole service killed 50 times. `-- --kills=50` makes it 50 of the store too, and a death at every
// seventh operation: two minutes instead of a quarter of an hour. Repeat a run with STORE_SEED and CRASH_SEED as printed. Further arguments
// go to vitest.
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

const KILLS = /^--kills=(\d+)$/;
const LONG = 1_000;
/** The service takes seconds to start and to die, the store half of one. */
const MOST_OF_THE_SERVICE = 50;

async function testCrash(args) {
  await setUp();
  const [asked] = args.flatMap((argument) => KILLS.exec(argument)?.[1] ?? []);
  const kills = Number(asked ?? LONG);
  const seed = String(randomInt(2 ** 31));
  const env = {
    ...(kills >= LONG ? { DEEP: '1' } : {}),
    STORE_CRASHES: String(kills),
    CRASH_KILLS: String(Math.min(kills, MOST_OF_THE_SERVICE)),
    STORE_SEED: seed,
    CRASH_SEED: seed,
    ...process.env,
  };
  say(`\nSTORE_SEED=${env.STORE_SEED} CRASH_SEED=${env.CRASH_SEED} STORE_CRASHES=${env.STORE_CRASHES}`);
  const vitestArgs = args.filter((argument) => !KILLS.test(argument));
  await runSteps([
    {
      name: 'Crashes',
      work: () => runVitest(['--testTimeout=7200000', ...FILES, ...vitestArgs], env),
    },
  ]);
}

await testCrash(process.argv.slice(2)).catch(exitOnFailure);
