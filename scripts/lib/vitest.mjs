// Vitest, run so that its counts can be added to ours.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool, say, unlessInterrupted } from './processes.mjs';
import { readJson } from './repository.mjs';

/**
 * Adds up a JSON report. A file that could not even be loaded has no tests in the report: it counts as one failure.
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
export function countReport(report) {
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
}

/** Runs the tests with their progress shown. Never fewer failures than vitest's own exit code admits. */
export async function runVitest(args = [], env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'clarus-klaviyo-tests-'));
  const outputFile = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${outputFile}`];
    const { code } = unlessInterrupted(await runTool('vitest', ['run', ...reporters, ...args], { env }));
    const count = countReport(readJson(outputFile));
    if (count.skipped > 0) say(`  ${count.skipped} skipped: ${missingSpecifications()}`);
    return { passed: count.passed, failed: Math.max(count.failed, code === 0 ? 0 : 1) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function missingSpecifications() {
  const missing = ['CLARUS_OPENAPI', 'KLAVIYO_OPENAPI', 'CLARUS_GRAPHQL_FIELDS'].filter((name) => !process.env[name]);
  return missing.length === 0
    ? 'the list above says which.'
    : `tests against the vendors' specifications need ${missing.join(' and ')} set to those files.`;
}
