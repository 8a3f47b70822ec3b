// Stands in for `vitest` where it cannot run, e.g. inside workerd: collects tests as plain named functions, with
// vitest's own `expect`. As much of it as the suites use that run there: a missing part fails while they are bundled.
import { JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';
import * as chai from 'chai';

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);
export const { expect } = chai;

const collected = {};
let finishers = [];

export function describe(_name, define) {
  define();
}

export function test(name, work) {
  if (name in collected) throw new Error(`two tests are called "${name}"`);
  collected[name] = async () => {
    finishers = [];
    try {
      await work();
    } finally {
      for (const finish of finishers) await finish();
    }
  };
}

test.each = (rows) => (name, work) => {
  for (const row of rows) {
    const values = Array.isArray(row) ? row : [row];
    test(name.replace('%s', String(values[0])), () => work(...values));
  }
};

export function onTestFinished(finish) {
  finishers.push(finish);
}

/** What the modules imported so far have defined. */
export function collectedTests() {
  return { ...collected };
}
