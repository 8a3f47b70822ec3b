import { defineConfig, type Options } from 'tsup';
import { packageBuild } from '../../tsup.base.js';

const config: Options = defineConfig(
  packageBuild({ index: 'src/index.ts', msw: 'src/msw.ts', node: 'src/node.ts' }),
) as Options;
export default config;
