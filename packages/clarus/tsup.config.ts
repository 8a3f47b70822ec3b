import { defineConfig, type Options } from 'tsup';
import { packageBuild } from '../../tsup.base.js';

const config: Options = defineConfig(
  packageBuild({ index: 'src/index.ts', webhooks: 'src/webhooks.ts', writes: 'src/writes.ts' }),
) as Options;
export default config;
