/** What a Worker has to carry, dependencies included: the promise that makes the operations functions of their own. */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';

async function bundled(names: string): Promise<{ readonly text: string; readonly gzipped: number }> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { ${names} } from './src/index.ts'; export default [${names}];`,
      resolveDir: fileURLToPath(new URL('..', import.meta.url)),
    },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    platform: 'browser',
  });
  const contents = outputFiles[0]?.contents ?? new Uint8Array();
  return { text: new TextDecoder().decode(contents), gzipped: gzipSync(contents, { level: 9 }).length };
}

describe('a bundle', () => {
  test('with everything of events, profiles and variants is below 30 kB', async () => {
    const { gzipped } = await bundled(`connectKlaviyo,
      createEvent, createEventBatch, createManyEvents, listEvents, getEvent,
      upsertProfile, getProfile, listProfiles, updateProfile, mergeProfiles, importManyProfiles,
      startProfileImport, getProfileImport, listProfileImports, listImportErrors,
      listVariants, getVariant, createVariant, updateVariant, deleteVariant,
      createManyVariants, updateManyVariants, deleteManyVariants, startVariantJob, getVariantJob, listVariantJobs`);
    expect(gzipped).toBeLessThan(30_000);
  });

  test('holds only what it uses', async () => {
    const { text } = await bundled('connectKlaviyo, createEvent');
    expect(text).toContain('/api/events');
    for (const other of [
      '/api/profile-import',
      '/api/catalog-variants',
      'bulk-create-job"',
      'joined_group_at',
      'E.164',
    ]) {
      expect(text).not.toContain(other);
    }
  });
});
