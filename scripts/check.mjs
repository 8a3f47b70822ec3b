// `npm run check`: what a release needs beyond `npm test`.
import { exitOnFailure } from './lib/processes.mjs';
import { setUp } from './lib/setup.mjs';
import { runSteps, scriptStep, toolStep } from './lib/steps.mjs';

async function check() {
  await setUp();
  await runSteps([
    toolStep('Nothing unused (knip)', 'knip', ['--no-config-hints']),
    scriptStep('Packed packages', 'check-packages.mjs', { shown: true }),
    scriptStep('Sizes', 'check-size.mjs', { shown: true }),
    scriptStep('Release rehearsal', 'check-release.mjs', { shown: true }),
  ]);
}

await check().catch(exitOnFailure);
