/**
 * What an input led to, in full and in a few lines: every member of every message that says something, what is set on
 * profiles, what people are shown, and when it asks to be woken. What is empty, false or null is left out.
 */
import type { Finding, Milestone, ProfileFact } from '../src/index.js';

interface Result {
  readonly milestones: readonly Milestone[];
  readonly facts: readonly ProfileFact[];
  readonly findings: readonly Finding[];
  readonly wakeAt: string | null;
  readonly state: { readonly told: object };
}

/** The order of the stories, as messages name it: said only where it is another. */
const USUAL = JSON.stringify({
  tenant: 'acme',
  orderId: '1001',
  orderNumber: 'WEB-1001',
  shopReference: '5550001',
  warehouseCode: 'LEEDS',
  countryCode: 'GB',
});

export function resultInFull({ milestones, facts, findings, wakeAt }: Result): readonly string[] {
  return [
    ...milestones.map((milestone) => `  ${inFull(withoutUsualOrder(milestone))}`),
    ...facts.map((fact) => `  on the profile: ${inFull(fact)}`),
    ...findings.map((finding) => `  finding: ${inFull(finding)}`),
    ...(wakeAt === null ? [] : [`  wakes: ${wakeAt}`]),
  ];
}

/** What is remembered of what was told: part of what users store. */
export function memoryInFull({ state }: Pick<Result, 'state'>): string {
  return `  remembers: ${inFull(state.told)}`;
}

function withoutUsualOrder(milestone: Milestone): object {
  return 'order' in milestone && JSON.stringify(milestone.order) === USUAL ? { ...milestone, order: null } : milestone;
}

function inFull(value: unknown): string {
  return JSON.stringify(withoutSilence(value)) ?? '';
}

function withoutSilence(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((one) => withoutSilence(one) ?? null);
  if (typeof value !== 'object' || value === null) return value === null || value === false ? undefined : value;
  const members = Object.entries(value).map(([name, member]) => [name, withoutSilence(member)] as const);
  const kept = members.filter(([, member]) => member !== undefined);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
