/** A policy as a person types it: checked by `definePolicy` itself, its words for every mistake. */
import { definePolicy, type Policy, PolicyError, type PolicyInput } from '@clarus-klaviyo/mapping';

export type ReadPolicy =
  | { readonly kind: 'policy'; readonly policy: Policy }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly string[] };

export function readPolicy(json: string): ReadPolicy {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return {
      kind: 'mistakes',
      mistakes: [`This is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`],
    };
  }
  try {
    // `definePolicy` checks whatever it is given; the type only says what it hopes for.
    return { kind: 'policy', policy: definePolicy(value as PolicyInput) };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return {
      kind: 'mistakes',
      mistakes: error.mistakes.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)),
    };
  }
}
