/** One story as an analyst tells it: what was seen, what customers hear, what people are told to look at. */
import { expect } from 'vitest';
import type { OrderInput } from '../src/index.js';
import { inWords, play, type Settings } from './builders.js';

export interface Story extends Settings {
  readonly name: string;
  readonly inputs: readonly OrderInput[];
  /** Time runs on until then. */
  readonly until?: string;
  readonly told: readonly string[];
  readonly findings?: readonly string[];
  readonly facts?: readonly string[];
  /** Asks to be woken after `until`. @default null */
  readonly wakeAt?: string | null;
}

export function expectStory({
  inputs,
  until,
  told,
  findings = [],
  facts = [],
  wakeAt = null,
  ...settings
}: Story): void {
  const result = play(inputs, until ?? null, settings);
  expect(inWords(result.milestones)).toEqual(told);
  expect(result.findings.map(({ code }) => code)).toEqual(findings);
  expect(result.facts.map(({ kind }) => kind)).toEqual(facts);
  expect(result.wakeAt).toBe(wakeAt);
}
