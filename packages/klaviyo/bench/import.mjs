// Import time beside that of the dependencies alone, each in a fresh process, in turn: the median of 15.
import { execFileSync } from 'node:child_process';
import { official, report } from './lib/bench.mjs';

const ROUNDS = 15;
const OFFICIAL = official('dist/api.js');
const here = new URL('.', import.meta.url);
const from = (specifier) => JSON.stringify(specifier);
// The dependencies belong to the package, so they are found from its own folder: this file is in it.
const sources = {
  dependencies: ['ky', 'p-retry', 'bottleneck/light.js'],
  ours: ['@clarus-klaviyo/klaviyo'],
  ...(OFFICIAL === null ? {} : { official: [OFFICIAL.href] }),
};

function importMs(specifiers) {
  const imports = specifiers.map((each) => `import(${from(each)})`).join(', ');
  const code = `const t = performance.now(); await Promise.all([${imports}]); console.log(performance.now() - t)`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: here, encoding: 'utf8' }));
}

const times = Object.fromEntries(Object.keys(sources).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, specifiers] of Object.entries(sources)) times[name].push(importMs(specifiers));
}
const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
const ours = median(times.ours);
const ratio = ours / median(times.dependencies);
report('import: ours / its dependencies alone', ratio.toFixed(2), '<= 1.25', ratio <= 1.25);
if (times.official) report('import: official / ours', (median(times.official) / ours).toFixed(1), undefined, true);
