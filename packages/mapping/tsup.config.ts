import { defineConfig, type Options } from 'tsup';
import { packageBuild } from '../../tsup.base.js';

const config: Options = defineConfig(
  packageBuild({
    index: 'src/index.ts',
    carriers: 'src/carriers.ts',
    presets: 'src/presets.ts',
    reference: 'src/reference.ts',
    sentences: 'src/sentences.ts',
  }),
) as Options;
export default config;
