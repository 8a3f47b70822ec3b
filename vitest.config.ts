import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  resolve: { conditions: ['@clarus-klaviyo/source', 'node', 'import', 'module', 'default'] },
  ssr: { resolve: { conditions: ['@clarus-klaviyo/source', 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'packages/*/test/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
    typecheck: { enabled: false },
    restoreMocks: true,
    unstubGlobals: true,
    testTimeout: 30_000,
  },
});

export default config;
