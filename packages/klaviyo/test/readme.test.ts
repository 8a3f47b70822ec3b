/** What the README says of endpoints and of tracing is what the code does. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createKlaviyo } from '../src/index.js';
import { quotasFor } from '../src/rate-limits.js';
import { answer, calls } from './calls.js';
import { fakeFetch } from './fake-fetch.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** One line per endpoint: its limits, and the calls that use it. */
async function endpointTable(): Promise<string> {
  const users = new Map<string, Set<string>>();
  for (const [name, run] of calls) {
    if (name === 'list') continue; // takes any path
    const onRequest = ({ operation }: { readonly operation: string }): void => {
      users.set(operation, (users.get(operation) ?? new Set()).add(`\`${name.split(',')[0]}\``));
    };
    await run(createKlaviyo({ apiKey: 'pk_test', fetch: fakeFetch(answer).fetch, hooks: { onRequest } }));
  }
  const byPath = (operation: string): string => operation.split(' ').reverse().join(' ');
  const operations = [...users].sort(([one], [other]) => (byPath(one) < byPath(other) ? -1 : 1));
  const lines = operations.map(([operation, names]) => {
    const limits = quotasFor(operation).flatMap(({ windows }) => windows.map(({ limit }) => limit));
    return `| \`${operation}\` | ${limits.join(' / ')} | ${[...names].join(', ')} |`;
  });
  return ['| endpoint | per second / minute | calls |', '| --- | --- | --- |', ...lines].join('\n');
}

test('the table of endpoints has those that the calls use, with their limits', async () => {
  const [, section = ''] = /^### Endpoints\n([\s\S]*?)^## /m.exec(readme) ?? [];
  expect(section.slice(section.indexOf('|')).trim()).toBe(await endpointTable());
});

test('each call of the client is in the table', () => {
  const tried = new Set(calls.map(([name]) => name.split(',')[0]));
  const untried = callsOf(createKlaviyo({ apiKey: 'pk_test' })).filter((name) => !tried.has(name));
  expect(untried).toEqual(['request']); // takes any path
});

test('the OpenTelemetry recipe is the one that is compiled', () => {
  const recipe = readFileSync(new URL('readme-opentelemetry.ts', import.meta.url), 'utf8');
  const [, section] = /^### OpenTelemetry\n\n```ts\n([\s\S]*?)```/m.exec(readme) ?? [];
  expect(section).toBe(recipe);
});

/** Names of everything that can be called, e.g. `profiles.imports.start`. */
function callsOf(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) => {
    if (typeof member === 'function') return [`${prefix}${key}`];
    return typeof member === 'object' && member !== null ? callsOf(member, `${prefix}${key}.`) : [];
  });
}
