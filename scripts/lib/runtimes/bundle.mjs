// One file per suite and runtime: the package as it was built, its dependencies, the suite, and what runs it.
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../repository.mjs';
import { REPORT_MARK } from './report.mjs';

/** How each kind of host enters a bundle and takes the report out of it. */
const HOSTS = {
  script: `console.log(${JSON.stringify(REPORT_MARK)} + JSON.stringify(await runCases(all())));`,
  worker: 'export default { fetch: async () => Response.json(await runCases(all())) };',
  page: 'globalThis.report = runCases(all());',
  object: `import { enter } from 'suite';
    export class Suite {
      constructor(context) { enter(context); }
      async fetch() { return Response.json(await runCases(all())); }
      alarm() {}
    }
    export default { fetch: (request, { SUITE }) => SUITE.get(SUITE.idFromName('suite')).fetch(request) };`,
};

/** Beside its own cases a suite may run tests that were written for vitest: a port's conformance, whose home that is. */
const CASES = "import { cases } from 'suite'; const all = () => cases;";
const CASES_AND_TESTS = `
  import { cases } from 'suite';
  import { collectedTests } from 'vitest';
  const all = () => ({ ...collectedTests(), ...cases });`;

/**
 * Bundles what a client's own bundler would for this runtime: the built package by its public name, never its sources,
 * unless the suite runs tests that are not shipped: those and the package must then share their modules.
 *
 * @param {import('./suites.mjs').Suite} suite
 * @param {import('./runtimes.mjs').Runtime} runtime
 * @param {string} outfile
 */
export async function bundleSuite(suite, runtime, outfile) {
  const { conditions } = runtime;
  const host = suite.host ?? runtime.host;
  const within = (file) => JSON.stringify(join(root, 'scripts', 'lib', 'runtimes', 'inside', file));
  const contents = [
    `import ${within('watch-imports.mjs')}; // before anything it is to watch`,
    suite.isConformance ? CASES_AND_TESTS : CASES,
    `import { runCases } from ${within('run-cases.mjs')};`,
    HOSTS[host],
  ].join('\n');
  await build({
    stdin: { contents, resolveDir: root },
    outfile,
    bundle: true,
    format: 'esm',
    target: 'es2024',
    platform: conditions.includes('node') ? 'node' : 'browser',
    conditions: [...(suite.isConformance ? ['@clarus-klaviyo/source'] : []), ...conditions],
    alias: { suite: suite.path, vitest: join(root, 'scripts', 'runtimes', 'vitest.mjs') },
    // A bundler may leave out what an import sets off, trusting `sideEffects: false`; unbundled it would happen.
    ignoreAnnotations: true,
    // The suites' tsconfig points at sources; clients have none.
    tsconfigRaw: {},
    logLevel: 'error',
  });
}
