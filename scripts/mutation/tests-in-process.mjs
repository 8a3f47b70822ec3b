// `describe`, `test` and `expect` as the mapping's tests use them, so that they can run thousands of times in one
// process. Assertions are Vitest's own; a test that needs more than this is not for here and fails when it is loaded.
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  customMatchers,
  GLOBAL_EXPECT,
  getState,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect';
import * as chai from 'chai';

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

/** As Vitest puts its own together. */
export const expect = (actual, message) => chai.expect(actual, message);
Object.assign(expect, chai.expect, globalThis[ASYMMETRIC_MATCHERS_OBJECT]);
expect.getState = () => getState(expect);
expect.setState = (state) => setState(state, expect);
setState({ assertionCalls: 0 }, expect);
chai.expect.extend(expect, customMatchers);
globalThis[GLOBAL_EXPECT] = expect;

/** Every test there is: its name with those of its suites, and what it does. */
export const tests = [];
const suites = [];

function named(name, row, index) {
  const values = Array.isArray(row) ? row : [row];
  let next = 0;
  return `${name
    .replace(/%[sdo]/g, () => String(values[next++]))
    .replace(/\$(\w+)/g, (_, key) => JSON.stringify(row?.[key]))} #${index}`;
}

function each(define) {
  return (rows) => (name, work) => {
    for (const [index, row] of rows.entries())
      define(named(name, row, index), () => (Array.isArray(row) ? work(...row) : work(row)));
  };
}

export function describe(name, work) {
  suites.push(name);
  work();
  suites.pop();
}
describe.each = each(describe);

export function test(name, work) {
  tests.push({ id: [...suites, name].join(' > '), work });
}
test.each = each(test);
