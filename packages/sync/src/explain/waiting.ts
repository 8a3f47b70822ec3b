/** What an order waits for: conditions its milestones are held for, and what keeps its messages from leaving. Pure. */
import { advance, type Finding, type OrderState, type Policy, type RunSettings } from '@clarus-klaviyo/mapping';
import { explainHold } from '@clarus-klaviyo/mapping/sentences';
import { toInstant } from '../clock.js';
import type { ExplainedOrder } from '../operations.js';
import type { Incident, LedgerMessage, Pause } from '../stores/store.js';

type Waiting = ExplainedOrder['waiting'][number];

export interface StandingFacts {
  readonly policy: Policy;
  readonly run: RunSettings;
  readonly nowMs: number;
  /** Its customer asked to be forgotten: that nobody can be told is no gap. */
  readonly isForgotten: boolean;
}

export interface Standing {
  readonly waiting: readonly Waiting[];
  readonly findings: readonly Finding[];
}

/**
 * Lets time act on a copy of the state, its memory of former waits left out: what it then waits for is what it waits
 * for now.
 */
export function standingOf(state: OrderState, { policy, run, nowMs, isForgotten }: StandingFacts): Standing {
  const afresh = { ...state, told: { ...state.told, holds: {} } };
  const { wakeAt, state: after, ...result } = advance(afresh, { kind: 'time', at: toInstant(nowMs) }, policy, run);
  const findings = result.findings.filter(({ code }) => !(isForgotten && code === 'identity-missing'));
  const reasons = [...new Set(Object.values(after.told.holds).flat())];
  const [only, ...others] = reasons;
  if (only === undefined) return { waiting: [], findings };
  // One instant is known, the earliest of all: with several waits it is nobody's own.
  if (others.length === 0)
    return { waiting: [{ sentence: `It waits for ${explainHold(only)}.`, until: wakeAt }], findings };
  return {
    waiting: [
      ...reasons.map((reason) => ({ sentence: `It waits for ${explainHold(reason)}.`, until: null })),
      ...(wakeAt === null ? [] : [{ sentence: 'The next decision is due.', until: wakeAt }]),
    ],
    findings,
  };
}

const ACCOUNT_TROUBLE: Readonly<Record<string, string>> = {
  'klaviyo-unavailable': 'Klaviyo does not take messages of the account at the moment',
  'klaviyo-refuses-key': 'Klaviyo refuses the key of the account',
};

export interface PendingFacts {
  readonly pauses: readonly Pause[];
  readonly incidents: readonly Incident[];
  readonly nowMs: number;
}

/** Why a message that was decided has not left. In its lane's order: the first one's reason is the reason of all. */
export function pendingOf(messages: readonly LedgerMessage[], facts: PendingFacts): readonly Waiting[] {
  const pending = messages.filter(({ status }) => status === 'pending');
  return pending.map((message, position): Waiting => {
    const name = message.metric ?? message.kind;
    if (position > 0) return { sentence: `${name} goes after the one before it.`, until: null };
    const pause = facts.pauses.find(
      ({ account, metric }) => account === message.account && (metric === null || metric === message.metric),
    );
    if (pause !== undefined) {
      const what = pause.metric === null ? `account ${pause.account}` : `${pause.metric} of account ${pause.account}`;
      return { sentence: `${name} waits until somebody resumes ${what}.`, until: null };
    }
    const trouble = facts.incidents.find(
      ({ class: name, subject }) => subject === message.account && Object.hasOwn(ACCOUNT_TROUBLE, name),
    );
    const until = message.dueAtMs > facts.nowMs ? toInstant(message.dueAtMs) : null;
    if (trouble !== undefined) return { sentence: `${name} waits: ${ACCOUNT_TROUBLE[trouble.class]}.`, until };
    if (until === null) return { sentence: `${name} is on its way.`, until };
    const why = message.reason === null ? '' : ` after ${message.reason}`;
    return { sentence: `${name} is sent again${why}.`, until };
  });
}
