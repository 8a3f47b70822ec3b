// Named steps, counted: what `npm test` and the other check commands are made of.
import { join } from 'node:path';
import { Interrupted, runNode, runTool, say, seconds, tail, unlessInterrupted } from './processes.mjs';
import { root } from './repository.mjs';

/** @typedef {{ passed: number, failed: number }} Count */

/**
 * Runs steps one after the other, all of them even when one fails, so that one run shows everything.
 *
 * @param {readonly { name: string, work: () => Promise<Count> }[]} steps
 * @returns {Promise<Count>} the sum, already printed; the process's exit code is set
 */
export async function runSteps(steps) {
  const total = { passed: 0, failed: 0 };
  const summary = [];
  for (const { name, work } of steps) {
    say(`\n▶ ${name}`);
    const startedAt = performance.now();
    const count = await work().catch((error) => {
      if (error instanceof Interrupted) throw error;
      say(String(error?.stack ?? error));
      return { passed: 0, failed: 1 };
    });
    total.passed += count.passed;
    total.failed += count.failed;
    const mark = count.failed === 0 ? '✔' : '✘';
    summary.push(`  ${mark} ${name.padEnd(44)} ${describeCount(count).padEnd(26)} ${seconds(startedAt)}`);
  }
  say(`\n${summary.join('\n')}\n`);
  process.stdout.write(`Total: ${describeCount(total)}\n`);
  process.exitCode = total.failed === 0 ? 0 : 1;
  return total;
}

function describeCount({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}

/** A step that is one run of a tool: silent when it passes, its output shown when it does not. */
export function toolStep(name, packageName, args, options = {}) {
  return { name, work: async () => verdict(await runTool(packageName, args, { ...options, output: 'capture' })) };
}

/** A step that is one of the scripts of this folder; `shown` when its output is worth reading in good times too. */
export function scriptStep(name, script, { shown = false } = {}) {
  const path = join(root, 'scripts', script);
  return {
    name,
    work: async () => {
      const result = await runNode([path], { output: 'capture' });
      if (shown && result.code === 0) say(result.text.trimEnd());
      return verdict(result);
    },
  };
}

function verdict(result) {
  const { code, text } = unlessInterrupted(result);
  if (code === 0) return { passed: 1, failed: 0 };
  say(tail(text, 200));
  return { passed: 0, failed: 1 };
}
