/**
 * The stories again, with all that each message says and all that is remembered: `stories/in-full.txt` is read in review,
 * so that a change of behaviour is seen where it happens. `IN_FULL=write npx vitest run packages/mapping/test/stories-in-full`
 * writes it anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { advance, definePolicy, initialOrder, initialReceipt } from '../src/index.js';
import { LIVE } from './builders.js';
import { memoryInFull, resultInFull } from './in-full.js';
import { CORRECTIONS, NEWS } from './stories/after-telling.js';
import { PROOFS } from './stories/proof.js';
import { POLICY, RETURNS } from './stories/returns.js';
import { SHIPPING } from './stories/shipping.js';
import { SPELLINGS } from './stories/spellings.js';
import type { Story } from './story.js';

const FILE = new URL('stories/in-full.txt', import.meta.url);
const TITLE = '== ';

interface Told {
  readonly name: string;
  readonly lines: () => readonly string[];
}

/** Steps through inputs, waking as asked, and tells of each step that led to something. */
function stepsOf<State extends { readonly told: object }, Input extends { readonly kind: string }>(
  first: State,
  inputs: readonly Input[],
  until: string | undefined,
  step: (state: State, input: Input | { readonly kind: 'time'; readonly at: string }) => Step<State>,
): readonly string[] {
  const lines: string[] = [];
  let state = first;
  let wakeAt: string | null = null;
  const take = (input: Input | { readonly kind: 'time'; readonly at: string }): void => {
    const result = step(state, input);
    state = result.state;
    wakeAt = result.wakeAt;
    const told = resultInFull(result);
    if (told.length > 0) lines.push(`${instantOf(input)} ${input.kind}`, ...told);
  };
  const wakeUntil = (instant: string): void => {
    for (let turns = 0; wakeAt !== null && wakeAt <= instant && turns < 100; turns += 1)
      take({ kind: 'time', at: wakeAt });
  };
  for (const input of inputs) {
    wakeUntil(instantOf(input));
    take(input);
  }
  if (until !== undefined) wakeUntil(until);
  return [...lines, memoryInFull({ state })];
}

type Step<State> = Parameters<typeof resultInFull>[0] & { readonly state: State };

function instantOf(input: object): string {
  return 'receivedAt' in input ? String(input.receivedAt) : 'at' in input ? String(input.at) : '';
}

const ofOrder = ({ name, inputs, until, policy, resolvers, run = LIVE, state }: Story): Told => ({
  name,
  lines: () => {
    const rules = definePolicy(policy, resolvers);
    const first = state ?? initialOrder({ tenant: 'acme', orderId: '1001' });
    return stepsOf(first, inputs, until, (before, input) => advance(before, input, rules, run));
  },
});

const ofReturn = ({ name, inputs, until, policy }: (typeof RETURNS)[number]): Told => ({
  name,
  lines: () => {
    const rules = definePolicy(policy ?? POLICY);
    const first = initialReceipt({ tenant: 'acme', receiptId: '77' });
    return stepsOf(first, inputs, until, (before, input) => advance(before, input, rules, LIVE));
  },
});

const STORIES: readonly Told[] = [...SHIPPING, ...CORRECTIONS, ...NEWS, ...PROOFS, ...SPELLINGS]
  .map(ofOrder)
  .concat(RETURNS.map(ofReturn));

/** Numbers of reads count up over the whole process; they are no part of a story. */
function sectionOf({ lines }: Told): string {
  return lines().join('\n');
}

if (process.env.IN_FULL === 'write') {
  writeFileSync(FILE, STORIES.map((story) => `${TITLE}${story.name}\n${sectionOf(story)}\n`).join('\n'));
}

const written = new Map(
  readFileSync(FILE, 'utf8')
    .split(`\n${TITLE}`)
    .map((section) => {
      const [name = '', ...lines] = section.replace(TITLE, '').trimEnd().split('\n');
      return [name, lines.join('\n')] as const;
    }),
);

describe('in full', () => {
  test.each(STORIES)('$name', (story) => {
    expect(sectionOf(story)).toBe(written.get(story.name));
  });

  test('nothing is written down of a story that is not told any more', () => {
    expect([...written.keys()]).toEqual(STORIES.map(({ name }) => name));
  });
});
