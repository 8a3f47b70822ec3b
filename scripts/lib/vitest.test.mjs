import { expect, test } from 'vitest';
import { countReport } from './vitest.mjs';

const report = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 0 };
const failedFile = { status: 'failed', assertionResults: [{ status: 'failed' }] };

test('counts the tests of a report', () => {
  const testResults = [failedFile, { status: 'passed', assertionResults: [{ status: 'passed' }] }];
  expect(countReport({ ...report, testResults })).toEqual({ passed: 3, failed: 1, skipped: 2 });
});

test('counts a file that could not be loaded as a failure, although it names no failed test', () => {
  const testResults = [failedFile, { status: 'failed', assertionResults: [] }];
  expect(countReport({ ...report, testResults })).toEqual({ passed: 3, failed: 2, skipped: 2 });
});
