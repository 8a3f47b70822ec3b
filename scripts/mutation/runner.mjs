// A Stryker test runner that bundles every test once and then runs them in its own process, mutant after mutant. A
// fresh test worker for each of several thousand mutants would take hours; this takes minutes.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { DryRunStatus, MutantRunStatus, TestStatus } from '@stryker-mutator/api/test-runner';
import { build } from 'esbuild';

const TESTS = join('packages', 'mapping', 'test', 'every.test.ts');
const IN_PROCESS = fileURLToPath(new URL('tests-in-process.mjs', import.meta.url));

class InProcessRunner {
  #folder = '';
  #tests = [];

  capabilities() {
    return { reloadEnvironment: false };
  }

  /** Stryker's sandbox, a copy with every mutant in it, is the working directory. */
  async init() {
    this.#folder = await mkdtemp(join(tmpdir(), 'clarus-klaviyo-mutation-'));
    const outfile = join(this.#folder, 'tests.mjs');
    await build({
      stdin: {
        contents: "import './every.test.ts'; export { tests } from 'vitest';",
        resolveDir: join(process.cwd(), 'scripts', 'mutation'),
      },
      bundle: true,
      outfile,
      format: 'esm',
      platform: 'node',
      target: 'es2024',
      conditions: ['@clarus-klaviyo/source'],
      alias: { vitest: IN_PROCESS },
      // Bundled as they are, tests find the files beside them all the same.
      define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(process.cwd(), TESTS)).href) },
      // The packages say that importing them does nothing, which is true of all but their tests.
      ignoreAnnotations: true,
      logLevel: 'error',
    });
    const { tests } = await import(pathToFileURL(outfile).href);
    this.#tests = tests;
  }

  async dispose() {
    await rm(this.#folder, { recursive: true, force: true });
  }

  async dryRun() {
    const { state } = this;
    const tests = [];
    for (const { id, work } of this.#tests) {
      state.currentTestId = id;
      const startedMs = performance.now();
      const failure = failureOf(work);
      const timeSpentMs = performance.now() - startedMs;
      tests.push(
        failure === null
          ? { id, name: id, status: TestStatus.Success, timeSpentMs }
          : { id, name: id, status: TestStatus.Failed, timeSpentMs, failureMessage: failure },
      );
    }
    state.currentTestId = undefined;
    return { status: DryRunStatus.Complete, tests, mutantCoverage: state.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    const { state } = this;
    Object.assign(state, { activeMutant: activeMutant.id, hitCount: hitLimit === undefined ? undefined : 0, hitLimit });
    const wanted = testFilter === undefined ? null : new Set(testFilter);
    let nrOfTests = 0;
    try {
      for (const { id, work } of this.#tests) {
        if (wanted !== null && !wanted.has(id)) continue;
        nrOfTests += 1;
        const failure = failureOf(work);
        if (state.hitCount > hitLimit)
          return { status: MutantRunStatus.Timeout, reason: `Hit limit reached (${hitLimit})` };
        if (failure !== null)
          return { status: MutantRunStatus.Killed, killedBy: [id], failureMessage: failure, nrOfTests };
      }
      return { status: MutantRunStatus.Survived, nrOfTests };
    } finally {
      state.activeMutant = undefined;
    }
  }

  /** Where Stryker's instrumented code looks for the mutant that is on, and notes what a test reached. */
  get state() {
    globalThis.__stryker__ ??= {};
    return globalThis.__stryker__;
  }
}

function failureOf(work) {
  try {
    const result = work();
    return result instanceof Promise ? 'This runner knows no asynchronous tests.' : null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)];
