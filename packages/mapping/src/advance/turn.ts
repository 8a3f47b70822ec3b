/** One turn of one order: what is known, what is told so far, and what this turn makes of it. */
import { type Identity, identify } from '../identity.js';
import type { OrderInput, ProfileFact } from '../inputs.js';
import { instantMs, toInstant } from '../instants.js';
import { messageId } from '../message-id.js';
import type { Because, Mode } from '../messages.js';
import type { EventMilestoneKind, Milestone, OrderSummary } from '../milestones.js';
import { own } from '../own.js';
import type { Policy, RunSettings } from '../policy-types.js';
import type { Candidate, DerivedOrder } from './derive-order.js';
import type { OrderState, OrderTold, ToldOnce } from './order-state.js';
import { releaseOf, type Verdict } from './release.js';

export type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** Only `told`, `since`, `holds`, `verdicts`, `corrections` and the three lists change while a turn runs; it lives for one `advance`. */
export interface Turn {
  readonly state: OrderState;
  readonly derived: DerivedOrder;
  readonly policy: Policy;
  readonly run: RunSettings;
  readonly nowMs: number;
  /** `run.liveFrom`. */
  readonly liveMs: number;
  readonly identity: Identity;
  /** What is true now was true before anybody told us: only dated proof makes it news. */
  readonly isBaselineLook: boolean;
  readonly told: Mutable<OrderTold>;
  readonly since: Map<string, string>;
  readonly holds: Map<string, readonly string[]>;
  /** Candidate → its verdict, asked once per turn. */
  readonly verdicts: Map<string, Verdict>;
  /** Shipments whose reversal is not told yet: until it is, nothing is told of the order's end. */
  readonly corrections: string[];
  readonly milestones: Milestone[];
  readonly profileFacts: ProfileFact[];
  readonly deadlinesMs: number[];
}

/** Why a message goes as it does: decided when it could first be told, and never again. */
export interface Judgement {
  readonly mode: Mode;
  readonly reason: string | null;
}

export function beginTurn(
  state: OrderState,
  input: OrderInput,
  derived: DerivedOrder,
  { nowMs, policy, run }: { readonly nowMs: number; readonly policy: Policy; readonly run: RunSettings },
): Turn {
  const { isLooked } = state.told;
  const isLive = state.told.isLive || isNews(input, run);
  const before = run.isBackfill === true ? withoutBaseline(state.told) : state.told;
  return {
    state,
    derived,
    policy,
    run,
    nowMs,
    liveMs: instantMs(run.liveFrom) ?? Number.NEGATIVE_INFINITY,
    identity: identify(derived.contact, policy),
    isBaselineLook: !isLooked && !isLive && run.isBackfill !== true,
    told: { ...before, isLive, isLooked: true },
    since: new Map(),
    holds: new Map(),
    verdicts: new Map(),
    corrections: [],
    milestones: [],
    profileFacts: [],
    deadlinesMs: [],
  };
}

/** Forgets what was passed over as old, where nothing else was ever told: ids and numbers begin anew. */
function withoutBaseline(told: OrderTold): OrderTold {
  const { shipments, linesCancelled, fulfilled, cancelled, delayed } = told;
  const isHeard = [...shipments, ...linesCancelled, fulfilled, cancelled].some(
    (one) => one !== null && one.mode !== 'baseline' && one.mode !== 'adopted',
  );
  if (isHeard) return told;
  return {
    ...told,
    shipments: [],
    grouped: [],
    linesCancelled: [],
    cancelledUnits: {},
    fulfilled: null,
    cancelled: null,
    delayed: delayed?.mode === 'baseline' ? null : delayed,
  };
}

/** A sweep finds what was there already; a webhook rings, and evidence is dated, because something happens now. */
export function isNews(input: OrderInput, { liveFrom, isBackfill }: RunSettings): boolean {
  if (isBackfill === true) return false;
  switch (input.kind) {
    case 'order':
      return input.source !== 'sweep' || input.hooks.length > 0 || input.isCreatedSinceLive === true;
    case 'evidence':
      return (instantMs(input.at) ?? 0) >= (instantMs(liveFrom) ?? 0);
    case 'reissue':
    case 'catalogue':
    case 'time':
      return false;
  }
}

/** Since when something has been true without a break. Not asking lets it lapse: the next time starts anew. */
export function sinceMs(turn: Turn, name: string): number {
  const since = own(turn.state.told.since, name) ?? toInstant(turn.nowMs);
  turn.since.set(name, since);
  return instantMs(since) ?? turn.nowMs;
}

/** May it be told as gone? A label is dated by our first sight of it where nothing better does. */
export function verdictOf(turn: Turn, candidate: Candidate): Verdict {
  const before = turn.verdicts.get(candidate.id);
  if (before !== undefined) return before;
  const labelledMs = candidate.isLabelled ? sinceMs(turn, `labelled:${candidate.id}`) : turn.nowMs;
  const verdict = releaseOf(candidate, turn.derived.shippedWhen, labelledMs, turn.nowMs);
  turn.verdicts.set(candidate.id, verdict);
  return verdict;
}

/** Hands a milestone out, unless the policy switched its event off: decided and recorded all the same. */
export function announce(turn: Turn, milestone: Milestone & { readonly kind: EventMilestoneKind }): void {
  const { events } = turn.policy;
  const isPartly = milestone.kind === 'ShipmentDispatched' && events.OrderPartlyFulfilled;
  if (events[milestone.kind] || isPartly) turn.milestones.push(milestone);
}

/** How it goes, where nobody misses it if it never does: what is old or switched off is baseline. */
export function judgeExtra(
  turn: Turn,
  kind: EventMilestoneKind,
  { key, atMs, isOld }: { readonly key: string; readonly atMs: number; readonly isOld: boolean },
): Judgement | 'baseline' | null {
  return isOld || !turn.policy.events[kind] ? 'baseline' : judge(turn, kind, key, atMs);
}

export function once(judgement: Judgement | 'baseline'): ToldOnce {
  return judgement === 'baseline'
    ? { mode: 'baseline', modeReason: null }
    : { mode: judgement.mode, modeReason: judgement.reason };
}

/** What holding and judging need of a turn, an order's or a receipt's. */
export interface JudgingTurn {
  readonly state: { readonly told: { readonly holds: Readonly<Record<string, readonly string[]>> } };
  readonly policy: Policy;
  readonly run: RunSettings;
  readonly nowMs: number;
  readonly identity: Identity;
  readonly holds: Map<string, readonly string[]>;
  readonly deadlinesMs: number[];
}

/** Waits for what has not happened yet. The others wait for what may still be found out, and of history nothing is. */
const AHEAD: readonly string[] = ['collection', 'plan'];

/** True, and the turn asks to be woken then, while the instant has not come. */
export function holdUntil(turn: JudgingTurn, key: string, reason: string, untilMs: number): boolean {
  if (turn.nowMs >= untilMs) return false;
  if (turn.run.isBackfill === true && !AHEAD.includes(reason)) return false;
  turn.holds.set(key, [...new Set([...(own(turn.state.told.holds, key) ?? []), reason])]);
  turn.deadlinesMs.push(untilMs);
  return true;
}

/** Null while an address may still come: the milestone is held, at most until it is late. */
export function judge(turn: JudgingTurn, kind: EventMilestoneKind, key: string, atMs: number): Judgement | null {
  const lateMs = atMs + turn.policy.ageLimitMs[kind];
  if (turn.identity.kind === 'missing') {
    if (holdUntil(turn, key, 'identity', lateMs)) return null;
    return { mode: 'withheld', reason: 'identity-missing' };
  }
  if (turn.identity.kind === 'filtered') return { mode: 'withheld', reason: 'identity-filtered' };
  if (turn.run.isShadow) return { mode: 'withheld', reason: 'shadow' };
  if (turn.run.isBackfill === true) return { mode: 'silent', reason: 'backfill' };
  return turn.nowMs >= lateMs ? { mode: 'silent', reason: 'late' } : { mode: 'live', reason: null };
}

/** What every milestone of an order carries. */
export function milestoneBase(
  turn: Turn,
  { kind, things, key, rule, evidence, atMs }: MilestoneFacts,
  { mode, reason }: Judgement,
): MilestoneBase {
  const { tenant, orderId, told } = turn.state;
  const { last } = turn.told;
  return {
    id: messageId(tenant, kind, orderId, ...things),
    order: summaryOf(turn),
    email: turn.identity.kind === 'known' ? turn.identity.email : null,
    phone: turn.identity.kind === 'known' ? turn.identity.phone : null,
    at: toInstant(atMs),
    mode,
    because: {
      rule,
      evidence,
      evidenceAt: evidence === null ? null : toInstant(atMs),
      source: last?.source ?? 'manual',
      receivedAt: last?.receivedAt ?? toInstant(turn.nowMs),
      heldFor: own(told.holds, key) ?? [],
      modeReason: reason,
    },
  };
}

interface MilestoneFacts {
  readonly kind: EventMilestoneKind;
  /** What it is about within the order, e.g. a shipment. */
  readonly things: readonly string[];
  /** Under which its holds are kept. */
  readonly key: string;
  readonly rule: string;
  readonly evidence: string | null;
  readonly atMs: number;
}

interface MilestoneBase {
  readonly id: string;
  readonly order: OrderSummary;
  readonly email: string | null;
  readonly phone: string | null;
  readonly at: string;
  readonly mode: Mode;
  readonly because: Because;
}

function summaryOf({ state, derived: { order, contact } }: Turn): OrderSummary {
  return {
    tenant: state.tenant,
    orderId: state.orderId,
    orderNumber: order.reference,
    shopReference: order.shopReference,
    warehouseCode: order.warehouse?.code ?? null,
    countryCode: contact?.countryCode ?? null,
  };
}

/** A fact about the customer, where one is known and flags are wanted. */
export function addProfileFact(turn: Turn, kind: ProfileFact['kind'], email: string, atMs: number): void {
  if (!turn.policy.flags.enabled) return;
  turn.profileFacts.push({
    email,
    kind,
    source: turn.state.orderId,
    orderNumber: turn.derived.order.reference,
    at: toInstant(atMs),
  });
}
