/** The diagnosis, for a person. Pure. */
import { counted } from '../command/table.js';
import { WIDTH, wrapped } from '../command/wrapped.js';
import type { Assumption, Check } from './check.js';
import type { Diagnosis } from './judge.js';

const SIGNS: Readonly<Record<Check['verdict'], string>> = { ok: '✔', warning: '!', failure: '✘', unknown: '?' };

const TITLES: Readonly<Record<Check['group'], string>> = {
  environment: 'Settings',
  clarus: 'Clarus',
  klaviyo: 'Klaviyo',
  automations: 'Webhook automations',
  machine: 'This machine',
};

export function diagnosisText({ checks, assumptions }: Diagnosis): string {
  const byGroup = Map.groupBy(checks, ({ group }) => group);
  const groups = [...byGroup].map(([group, some]) => `${TITLES[group]}\n${some.map(checkText).join('\n')}`);
  const count = (verdict: Check['verdict']): number => checks.filter((check) => check.verdict === verdict).length;
  const summary = `${counted(count('failure'), 'failure')}, ${counted(count('warning'), 'warning')}, ${count('unknown')} not known, ${count('ok')} fine.`;
  return [...groups, ...(assumptions.length === 0 ? [] : [assumptionsText(assumptions)]), summary].join('\n\n');
}

function checkText({ verdict, sentence, action }: Check): string {
  const found = `  ${SIGNS[verdict]} ${wrapped(sentence, WIDTH - 4, ' '.repeat(4))}`;
  return action === null ? found : `${found}\n      → ${wrapped(action, WIDTH - 8, ' '.repeat(8))}`;
}

function assumptionsText(assumptions: readonly Assumption[]): string {
  const lines = assumptions.map(({ claim, verdict, sentence }) => {
    return `  ${verdict.padEnd(11)}  ${wrapped(`${claim}: ${sentence}`, WIDTH - 15, ' '.repeat(15))}`;
  });
  return `What Clarus does not document, and this tenant shows\n${lines.join('\n')}`;
}
