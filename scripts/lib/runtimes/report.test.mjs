import { describe, expect, test } from 'vitest';
import { REPORT_MARK, readReport } from './report.mjs';

const NODE = /^Node\.js\/24$/;

function ended({ agent = 'Node.js/24', results = [{ name: 'a', problem: null }], code = 0, around = '' } = {}) {
  return { code, text: `${around}\n${REPORT_MARK}${JSON.stringify({ agent, results })}\n${around}` };
}

describe('readReport', () => {
  test('counts cases, whatever else was printed', () => {
    const results = [
      { name: 'a', problem: null },
      { name: 'b', problem: 'Error: no' },
    ];
    const { passed, problems } = readReport(ended({ results, around: 'a warning' }), NODE);
    expect(passed).toBe(1);
    expect(problems).toEqual(['b\nError: no']);
  });

  test.each([
    ['no report', { code: 0, text: 'all good' }, 'no report'],
    ['another runtime than was meant', ended({ agent: 'Bun/1.4.5' }), 'calls itself Bun/1.4.5'],
    ['a bad end after a good report', ended({ code: 1, around: 'a rejection' }), 'ended with 1:\na rejection'],
    ['no cases', ended({ results: [] }), 'has no cases'],
  ])('does not believe a run with %s', (_name, run, problem) => {
    expect(readReport(run, NODE).problems).toEqual([expect.stringContaining(problem)]);
  });
});
