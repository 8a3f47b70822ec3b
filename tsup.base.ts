import { readFileSync, writeFileSync } from 'node:fs';
import type { Options } from 'tsup';

/**
 * A chunk that splitting left nothing to take from is still imported, and a client's bundler warns of it: our packages say
 * that importing them does nothing. The line stays, empty, for the source map's sake.
 */
const withoutBareImports: NonNullable<Options['plugins']>[number] = {
  name: 'without-bare-imports',
  buildEnd({ writtenFiles }) {
    for (const { name } of writtenFiles.filter((file) => file.name.endsWith('.js'))) {
      const code = readFileSync(name, 'utf8');
      const lean = code.replaceAll(/^import '\.\/chunk-\w+\.js';$/gm, '');
      if (lean !== code) writeFileSync(name, lean);
    }
  },
};

/** What every package builds with: one ESM file per entry, types beside it, source maps, no platform assumed. */
export function packageBuild(entry: Record<string, string>, overrides: Options = {}): Options {
  return {
    entry,
    format: 'esm',
    target: 'es2024',
    platform: 'neutral',
    // The `/node` entries need Node's types to be described; tsconfig.portable.json keeps them out of the rest.
    dts: { compilerOptions: { types: ['node'] } },
    sourcemap: true,
    clean: true,
    splitting: true,
    treeshake: true,
    external: [/^node:/],
    // tsup's default strips `node:`, and `sqlite` without it is another module.
    removeNodeProtocol: false,
    plugins: [withoutBareImports],
    ...overrides,
  };
}
