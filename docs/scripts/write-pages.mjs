// node write-pages.mjs [--strict]: writes the pages that are made from the code. Strict: what the code leaves unsaid is a failure.
import { generate } from './generate.mjs';

const { problems, exports } = await generate();
console.log(`API reference of ${exports} exports; ${problems.length} problems.`);
if (process.argv.includes('--strict') && problems.length > 0) {
  console.log(problems.join('\n'));
  process.exitCode = 1;
}
