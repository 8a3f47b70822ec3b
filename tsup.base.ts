import type { Options } from 'tsup';

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
    ...overrides,
  };
}
