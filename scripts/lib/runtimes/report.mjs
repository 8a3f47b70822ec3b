// What comes back from a runtime: one marked line of JSON among whatever else it prints.
export const REPORT_MARK = '##report## ';

/**
 * @typedef {{ agent: string, results: { name: string, problem: string | null }[] }} Report
 *
 * @param {{ code: number, text: string }} ended the process that ran a suite
 * @param {RegExp} agent
 * @returns {{ passed: number, problems: string[] }} a run without a believable report is one problem
 */
export function readReport({ code, text }, agent) {
  const line = text.split('\n').find((each) => each.startsWith(REPORT_MARK));
  if (line === undefined) return { passed: 0, problems: [`ended with ${code} and no report:\n${text.trim()}`] };
  /** @type {Report} */
  const report = JSON.parse(line.slice(REPORT_MARK.length));
  const problems = report.results.flatMap(({ name, problem }) => (problem === null ? [] : [`${name}\n${problem}`]));
  const passed = report.results.length - problems.length;
  if (!agent.test(report.agent)) problems.push(`calls itself ${report.agent}: another runtime than was meant`);
  // A case that leaves a timer or a rejection behind is seen only in how the process ends.
  if (code !== 0) problems.push(`reported, and then ended with ${code}:\n${text.replace(line, '').trim()}`);
  if (passed + problems.length === 0) problems.push('has no cases');
  return { passed, problems };
}
