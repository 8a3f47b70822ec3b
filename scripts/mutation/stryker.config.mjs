// What `npm run test:mutation` does: changes one thing at a time in what decides (`advance`) and what words it
// (`to-klaviyo`), and sees whether a test of the mapping notices. Survivors are listed in packages/mapping/MUTATIONS.md.
export default {
  mutate: [
    'packages/mapping/src/advance/**/*.ts',
    'packages/mapping/src/to-klaviyo/**/*.ts',
    '!packages/mapping/src/**/*.test.ts',
  ],
  testRunner: 'in-process',
  plugins: [new URL('runner.mjs', import.meta.url).pathname],
  coverageAnalysis: 'perTest',
  // What runs once at import cannot be switched on for one test: each would need a process and every test.
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 20_000,
  incremental: true,
  incrementalFile: 'node_modules/.clarus-klaviyo/mutation.json',
  tempDirName: 'node_modules/.clarus-klaviyo/mutation',
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: 'node_modules/.clarus-klaviyo/mutation-report.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 85 },
  ignorePatterns: ['docs', 'examples', 'packages/*/dist', 'packages/*/bench', 'scripts/runtimes', '.ci'],
  allowConsoleColors: false,
};
