// What a Worker weighs with all dependencies, minified and gzipped.
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { official, report } from './lib/bench.mjs';

const EVENTS = 'createEvent, createEventBatch, createManyEvents, listEvents, getEvent';
const PROFILES = `upsertProfile, getProfile, listProfiles, updateProfile, mergeProfiles, importManyProfiles,
  startProfileImport, getProfileImport, listProfileImports, listImportErrors`;
const VARIANTS = `listVariants, getVariant, createVariant, updateVariant, deleteVariant, createManyVariants,
  updateManyVariants, deleteManyVariants, startVariantJob, getVariantJob, listVariantJobs`;

async function gzipped(names, specifier = '@clarus-klaviyo/klaviyo', platform = 'browser') {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { ${names} } from ${JSON.stringify(specifier)}; export default [${names}];`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    platform,
    logLevel: 'error',
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}

const kilobytes = (bytes) => `${(bytes / 1_000).toFixed(1)} kB`;
const all = await gzipped(`connectKlaviyo, ${EVENTS}, ${PROFILES}, ${VARIANTS}`);
report('size: everything of events, profiles and variants', kilobytes(all), '< 30 kB', all < 30_000);
const few = await gzipped('connectKlaviyo, createEvent, upsertProfile, updateVariant');
report('size: one operation of each', kilobytes(few), undefined, true);
report('size: the whole client', kilobytes(await gzipped('createKlaviyo')), undefined, true);
const OFFICIAL = official('dist/api.js');
if (OFFICIAL !== null) {
  const theirs = await gzipped('EventsApi, ApiKeySession', fileURLToPath(OFFICIAL), 'node');
  report('size: official, events alone / our three groups', (theirs / all).toFixed(1), undefined, true);
}
