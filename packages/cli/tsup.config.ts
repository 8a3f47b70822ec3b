import { defineConfig, type Options } from 'tsup';
import { packageBuild } from '../../tsup.base.js';

const config: Options = defineConfig(
  packageBuild({ main: 'src/main.ts' }, { platform: 'node', dts: false }),
) as Options;
export default config;
