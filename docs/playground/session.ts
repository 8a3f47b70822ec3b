/**
 * One sitting at the playground, as data: what was fed to the real mapping and what came of it. Pure: every
 * function returns the next session, so a page can show any of them.
 */
import {
  advance,
  type Finding,
  initialOrder,
  initialProfile,
  initialReceipt,
  initialStock,
  type Message,
  type Milestone,
  type OrderInput,
  type OrderState,
  type OrderView,
  type Policy,
  type ProfileFact,
  type ProfileState,
  type ReceiptInput,
  type ReceiptState,
  type RunSettings,
  type StockInput,
  type StockState,
  toKlaviyo,
} from '@clarus-klaviyo/mapping';
import { START, TENANT } from '../stories/records.js';
import type { AnyInput, Story } from '../stories/story.js';

type SubjectState = OrderState | ReceiptState | StockState;

/** What one input brought. */
export interface Entry {
  readonly at: string;
  readonly saying: string;
  readonly milestones: readonly { readonly milestone: Milestone; readonly messages: readonly Message[] }[];
}

export interface Session {
  readonly story: Story;
  readonly policy: Policy;
  readonly run: RunSettings;
  readonly now: string;
  /** How many of the story's steps were taken. */
  readonly taken: number;
  readonly state: SubjectState;
  readonly profile: ProfileState;
  readonly wakeAt: string | null;
  readonly findings: readonly Finding[];
  readonly entries: readonly Entry[];
}

/** What comes next: a step of the story, or time alone; null when nothing is left to happen. */
export type Next =
  | { readonly kind: 'step'; readonly at: string }
  | { readonly kind: 'wake'; readonly at: string }
  | null;

export function beginSession(story: Story, policy: Policy, isShadow = false): Session {
  return {
    story,
    policy,
    run: { liveFrom: '2026-03-01T00:00:00.000Z', isShadow },
    now: START,
    taken: 0,
    state: initialState(story),
    profile: initialProfile({ tenant: TENANT, account: 'brand', profile: 'customer-1' }),
    wakeAt: null,
    findings: [],
    entries: [],
  };
}

function initialState({ subject }: Story): SubjectState {
  switch (subject) {
    case 'order':
      return initialOrder({ tenant: TENANT, orderId: '1001' });
    case 'receipt':
      return initialReceipt({ tenant: TENANT, receiptId: '77' });
    case 'stock':
      return initialStock({ tenant: TENANT, account: 'BRAND', sku: 'TEE' });
  }
}

export function nextOf({ story, taken, wakeAt }: Session): Next {
  const step = story.steps[taken];
  const stepAt = step === undefined ? null : instantOf(step.input);
  if (wakeAt !== null && (stepAt === null || wakeAt <= stepAt)) return { kind: 'wake', at: wakeAt };
  return stepAt === null ? null : { kind: 'step', at: stepAt };
}

/** Takes whatever comes next. Waits that end before the next step end first, as they would in the store. */
export function takeNext(session: Session): Session {
  const next = nextOf(session);
  if (next === null) return session;
  if (next.kind === 'wake') return feed(session, { kind: 'time', at: next.at }, 'Time passes.');
  const step = session.story.steps[session.taken];
  return step === undefined ? session : { ...feed(session, step.input, step.saying), taken: session.taken + 1 };
}

/** A story can only end: its steps are counted, and every wait is bounded. The bound below is for a broken policy. */
export function takeAll(session: Session): Session {
  let current = session;
  for (let turns = 0; turns < 200 && nextOf(current) !== null; turns += 1) current = takeNext(current);
  return current;
}

/** Lets time pass, waking whatever asked to be woken by then. */
export function wait(session: Session, durationMs: number): Session {
  const until = new Date(Date.parse(session.now) + durationMs).toISOString();
  let current = session;
  for (let turns = 0; turns < 200 && current.wakeAt !== null && current.wakeAt <= until; turns += 1)
    current = feed(current, { kind: 'time', at: current.wakeAt }, 'Time passes.');
  return { ...current, now: until };
}

/** An order view of one's own, read now. */
export function show(session: Session, view: OrderView): Session {
  const receivedAt = new Date(Date.parse(session.now) + 1_000).toISOString();
  const input: OrderInput = {
    kind: 'order',
    source: 'webhook',
    receivedAt,
    read: (Date.parse(receivedAt) - Date.parse(START)) / 1_000 + 1,
    covers: ['order', 'lines', 'shipments', 'dispatches'],
    view,
    hooks: ['goods_out.updated'],
    hookContact: null,
  };
  return feed(session, input, 'The order as you pasted it.');
}

function feed(session: Session, input: AnyInput, saying: string): Session {
  const { policy } = session;
  const at = instantOf(input);
  const { state, milestones, wakeAt, findings, facts } = advanceAny(session, input);
  const told = foldFacts(session, facts, at);
  const all: readonly Milestone[] = [...milestones, ...told.milestones];
  const entry: Entry = {
    at,
    saying,
    milestones: all.map((milestone) => ({ milestone, messages: toKlaviyo(milestone, policy) })),
  };
  return {
    ...session,
    now: later(at, session.now),
    state,
    profile: told.profile,
    wakeAt,
    findings,
    entries: [...session.entries, entry],
  };
}

interface Advanced {
  readonly state: SubjectState;
  readonly milestones: readonly Milestone[];
  readonly wakeAt: string | null;
  readonly findings: readonly Finding[];
  readonly facts: readonly ProfileFact[];
}

/** A story's inputs are those of its subject: `Story` says so, and a union of states does not narrow with them. */
function advanceAny({ state, policy, run }: Session, input: AnyInput): Advanced {
  switch (state.kind) {
    case 'order':
      return advance(state, input as OrderInput, policy, run);
    case 'receipt':
      return advance(state, input as ReceiptInput, policy, run);
    case 'stock':
      return { ...advance(state, input as StockInput, policy, run), facts: [] };
  }
}

function foldFacts(
  { profile: before, policy, run }: Session,
  facts: readonly ProfileFact[],
  receivedAt: string,
): { readonly profile: ProfileState; readonly milestones: readonly Milestone[] } {
  let profile = before;
  const milestones: Milestone[] = [];
  for (const fact of facts) {
    const result = advance(profile, { kind: 'fact', receivedAt, fact }, policy, run);
    profile = result.state;
    milestones.push(...result.milestones);
  }
  return { profile, milestones };
}

function instantOf(input: AnyInput): string {
  return input.kind === 'time' ? input.at : input.receivedAt;
}

/** Of two instants as `toISOString` writes them. */
function later(one: string, other: string): string {
  return Date.parse(one) > Date.parse(other) ? one : other;
}
