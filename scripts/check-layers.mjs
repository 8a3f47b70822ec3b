// `npm run check:layers`: the arrows between packages hold, and `mapping` is pure. Its own test seeds violations.
import { findViolations } from './lib/layers.mjs';
import { root } from './lib/repository.mjs';

const violations = findViolations(root);
for (const violation of violations) console.error(violation);
console.log(violations.length === 0 ? 'Layers and purity hold.' : `${violations.length} violations.`);
process.exitCode = violations.length === 0 ? 0 : 1;
