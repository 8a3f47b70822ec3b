// `npm test`: sets up, then checks everything that fits into a few minutes. Further arguments go to vitest.
import { exitOnFailure } from './lib/processes.mjs';
import { setUp } from './lib/setup.mjs';
import { runSteps, scriptStep, toolStep } from './lib/steps.mjs';
import { runVitest } from './lib/vitest.mjs';

async function test(vitestArgs) {
  await setUp();
  await runSteps([
    toolStep('Format and lint', '@biomejs/biome', ['ci', '--colors=off', '.'], { command: 'biome' }),
    toolStep('Types: everything', 'typescript', ['-p', 'tsconfig.json'], { command: 'tsc' }),
    toolStep('Types: portable code sees no Node', 'typescript', ['-p', 'tsconfig.portable.json'], { command: 'tsc' }),
    toolStep('Types: the Worker has Cloudflare’s', 'typescript', ['-p', 'examples/worker'], { command: 'tsc' }),
    scriptStep('Layers and purity', 'check-layers.mjs'),
    { name: 'Tests', work: () => runVitest(vitestArgs) },
  ]);
}

await test(process.argv.slice(2)).catch(exitOnFailure);
