// `npm run build`: installs what is missing and builds what has changed.
import { exitOnFailure } from './lib/processes.mjs';
import { setUp } from './lib/setup.mjs';

await setUp().catch(exitOnFailure);
