import { defineConfig, type Options } from 'tsup';
import { packageBuild } from '../../tsup.base.js';

const config: Options = defineConfig(
  packageBuild({
    index: 'src/index.ts',
    alerts: 'src/alerts.ts',
    'durable-object': 'src/durable-object.ts',
    node: 'src/node.ts',
    remote: 'src/remote.ts',
  }),
) as Options;
export default config;
