/** One transaction: what was decided of a subject, and the flags of the customers it says something about. */
import { advance, initialProfile, type ProfileFact, type RunSettings } from '@clarus-klaviyo/mapping';
import { toInstant } from '../clock.js';
import type { SyncAccount, SyncContext } from '../config.js';
import { profileKey } from '../keys.js';
import type { Decision, OutgoingMessage, StateRow, StateWrite } from '../stores/store.js';
import { addressesIn } from './addresses.js';
import { toOutgoing, wakeAtMs } from './outgoing.js';
import { rowAs } from './rows.js';

export interface Facts {
  readonly context: SyncContext;
  readonly run: RunSettings;
  readonly nowMs: number;
}

/** What a subject has to say of customers, to the Klaviyo account that speaks for it. */
export interface Contribution {
  readonly account: SyncAccount;
  readonly facts: readonly ProfileFact[];
}

export interface DecisionWithFacts extends Decision {
  readonly contributions: readonly Contribution[];
}

type Rows = ReadonlyMap<string, StateRow | null>;

/** Pure and synchronous; may run several times, and asks for more rows by naming their keys. */
export type DecideWithFacts = (rows: Rows, facts: Facts) => DecisionWithFacts | { readonly needs: readonly string[] };

/**
 * Commits a decision with the profiles it concerns. Their keys are digests, which the store has to be asked
 * for: what was decided without one is thrown away and decided again. Returns the ids of the messages.
 */
export async function transactWithProfiles(
  context: SyncContext,
  keys: readonly string[],
  decide: DecideWithFacts,
): Promise<readonly string[]> {
  const run = await context.run();
  const digests = new Map<string, string>();
  for (;;) {
    const facts: Facts = { context, run, nowMs: context.clock.now() };
    let undigested: readonly string[] = [];
    let messageIds: readonly string[] = [];
    await context.store.transact(keys, facts.nowMs, (rows) => {
      undigested = [];
      const decided = decide(rows, facts);
      if ('needs' in decided) return decided;
      const emails = decided.contributions.flatMap((one) => one.facts.map((fact) => fact.email));
      undigested = emails.filter((email) => !digests.has(email));
      if (undigested.length > 0) return { writes: [], messages: [] };
      const needs = decided.contributions
        .flatMap(({ account, facts: said }) => said.map((fact) => keyOf(account, fact, digests)))
        .filter((key) => !rows.has(key));
      if (needs.length > 0) return { needs };
      const profiles = foldAll(decided.contributions, digests, rows, facts);
      const messages = [...decided.messages, ...profiles.messages];
      messageIds = messages.map((message) => message.message.id);
      const writes = [...decided.writes, ...profiles.writes];
      return { writes: writes.map((write) => ({ ...write, subjects: addressesIn(write.state) })), messages };
    });
    if (undigested.length === 0) return messageIds;
    for (const email of undigested) digests.set(email, await context.store.digest(email));
  }
}

function keyOf(account: SyncAccount, fact: ProfileFact, digests: ReadonlyMap<string, string>): string {
  return profileKey(account.name, digests.get(fact.email) ?? '');
}

/** Pure: folds the facts into their customers' profiles, one after the other. */
function foldAll(
  contributions: readonly Contribution[],
  digests: ReadonlyMap<string, string>,
  rows: Rows,
  { context, run, nowMs }: Facts,
): Decision {
  const writes = new Map<string, StateWrite>();
  const messages: OutgoingMessage[] = [];
  for (const { account, facts } of contributions) {
    for (const fact of facts) {
      const profile = digests.get(fact.email) ?? '';
      const key = keyOf(account, fact, digests);
      const before = rowAs(writes.get(key) ?? rows.get(key), 'profile');
      const state = before?.state ?? initialProfile({ tenant: context.tenant, account: account.name, profile });
      const result = advance(state, { kind: 'fact', receivedAt: toInstant(nowMs), fact }, account.policy, run);
      writes.set(key, {
        key,
        state: { v: 1, kind: 'profile', account: account.name, state: result.state },
        wakeAtMs: wakeAtMs(result.wakeAt),
        names: [],
        findings: result.findings,
      });
      for (const milestone of result.milestones)
        messages.push(...toOutgoing(milestone, { account: account.name, policy: account.policy, nowMs }));
    }
  }
  return { writes: [...writes.values()], messages };
}
