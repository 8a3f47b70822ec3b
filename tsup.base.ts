import type { Options } from 'tsup';

/** What every package builds with: one ESM file per entry, types beside it, source maps, no platform assumed. */
export function packageBuild(entry: Record<string, string>, overrides: Options = {}): Options {
  return {
    entry,
    format: 'esm',
    target: 'es2024',
    platform: 'neutral',
    dts: true,
    sourcemap: true,
    clean: true,
    splitting: true,
    treeshake: true,
    external: [/^node:/],
    ...overrides,
  };
}
