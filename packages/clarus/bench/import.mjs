// Import time beside that of the dependencies alone, each in a fresh process, in turn: the median of 15.
import { execFileSync } from 'node:child_process';
import { isQuick, median, printResult } from '../../../scripts/lib/bench.mjs';

const ROUNDS = isQuick ? 1 : 15;
const LIMIT = 1.25;
const sources = { dependencies: ['ky', 'p-retry', 'zod/mini'], ours: ['@clarus-klaviyo/clarus'] };

function importMs(specifiers) {
  const imports = specifiers.map((each) => `import(${JSON.stringify(each)})`).join(', ');
  const code = `const t = performance.now(); await Promise.all([${imports}]); console.log(performance.now() - t)`;
  // From this folder the package finds itself and what it depends on.
  const cwd = new URL('.', import.meta.url);
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd, encoding: 'utf8' }));
}

const times = { dependencies: [], ours: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, specifiers] of Object.entries(sources)) times[name].push(importMs(specifiers));
}
const ratio = median(times.ours) / median(times.dependencies);
printResult(`import: ours / its dependencies alone (at most ${LIMIT})`, ratio, 'x');
if (!isQuick && ratio > LIMIT) process.exitCode = 1;
