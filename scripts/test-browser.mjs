// `npm run test:browser`: what only a browser can tell, in Debian's Chromium. Without one it is skipped, and says so.
import { exitOnFailure } from './lib/processes.mjs';
import { setUp } from './lib/setup.mjs';
import { runSteps } from './lib/steps.mjs';
import { runVitest } from './lib/vitest.mjs';

async function testBrowser(vitestArgs) {
  await setUp();
  await runSteps([
    { name: 'Tests in Chromium', work: () => runVitest(['--config', 'vitest.browser.config.ts', ...vitestArgs]) },
  ]);
}

await testBrowser(process.argv.slice(2)).catch(exitOnFailure);
