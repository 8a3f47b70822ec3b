import { defineConfig, type ViteUserConfig } from 'vitest/config';
import base from './vitest.config.js';

// `npm run test:examples`: the examples as projects of their own. Only what plays the two vendors is taken from here.
const config: ViteUserConfig = defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['examples/e2e/test/**/*.e2e.ts'],
    fileParallelism: false, // each starts servers of its own and is measured against a clock
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
});

export default config;
