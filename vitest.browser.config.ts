import { defineConfig, type ViteUserConfig } from 'vitest/config';
import base from './vitest.config.js';

// Slow, and in need of a browser: a step of its own, so that `npm test` stays quick.
const config: ViteUserConfig = defineConfig({
  ...base,
  test: { ...base.test, include: ['packages/*/test/browser/**/*.browser.ts'], testTimeout: 60_000 },
});

export default config;
