import { defineConfig, type ViteUserConfig } from 'vitest/config';

// Workspace packages resolve to their sources, so that no test runs against yesterday's build.
// Only tests that start `packages/cli/dist/main.js` as a process need one: `npm test` builds first.
const conditions = ['@clarus-klaviyo/source', 'node', 'import', 'module', 'default'];

const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'packages/*/test/**/*.test.ts',
      'examples/*/test/**/*.test.ts',
      'docs/test/**/*.test.ts',
      'scripts/**/*.test.mjs',
    ],
    typecheck: { enabled: false },
    maxWorkers: '100%', // vitest leaves one core alone: of two, that is half
    restoreMocks: true,
    unstubGlobals: true,
    testTimeout: 30_000,
  },
});

export default config;
