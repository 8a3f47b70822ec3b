import { defineConfig, type Options } from 'tsup';
import { packageBuild } from '../../tsup.base.js';

const config: Options = defineConfig(
  packageBuild(
    { main: 'src/main.ts', environment: 'src/environment.ts' },
    {
      platform: 'node',
      dts: { entry: { environment: 'src/environment.ts' }, compilerOptions: { types: ['node'] } },
    },
  ),
) as Options;
export default config;
