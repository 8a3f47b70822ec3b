// node write-pages.mjs: writes the pages that are made from the code, and says what the code leaves unsaid.
import { generate } from './generate.mjs';

const { problems, exports } = await generate();
console.log(`API reference of ${exports} exports; ${problems.length} of them say nothing of themselves.`);
