/** What all orders together say about one customer (design §5.8). */

import type { ProfileFact, ProfileFactKind, ProfileInput } from '../inputs.js';
import { clockAfter, instantMs, toInstant } from '../instants.js';
import { messageId } from '../message-id.js';
import type { ProfileChanged } from '../milestones.js';
import type { Policy, RunSettings } from '../policy-types.js';
import { checkVersion } from './check-version.js';

/** Orders remembered per flag: enough for the newest to be right, and the state stays small. */
const MAX_ORDERS = 50;

/** The last thing one order said about one flag. */
interface Register {
  readonly source: string;
  readonly kind: ProfileFactKind;
  readonly orderNumber: string;
  readonly at: string;
}

/** A join: the same facts in any order, any number of times, give the same fold. Newest first. */
export interface ProfileFold {
  readonly email: { readonly value: string; readonly at: string; readonly source: string } | null;
  readonly cancels: readonly Register[];
  readonly shippings: readonly Register[];
  readonly returns: readonly Register[];
  readonly dispatches: readonly Register[];
}

interface Flags {
  readonly lastCancelledOrder: string | null;
  readonly lastCancelledAt: string | null;
  readonly hasPartlyShippedOrder: boolean;
  readonly lastReturnedOrder: string | null;
  readonly lastReturnedAt: string | null;
  readonly openReturns: number;
  readonly lastDispatchedOrder: string | null;
  readonly lastDispatchedAt: string | null;
}

/** Plain JSON; keep it whole and hand it back. */
export interface ProfileState {
  readonly version: 1;
  readonly kind: 'profile';
  readonly tenant: string;
  readonly account: string;
  readonly profile: string;
  readonly clock: string | null;
  readonly fold: ProfileFold;
  readonly told: Flags & {
    readonly changes: number;
    readonly hasEverCancelled: boolean;
    readonly hasEverPartlyShipped: boolean;
    readonly hasEverReturned: boolean;
  };
}

/** A customer of one Klaviyo account nobody has said anything about. `profile` is an opaque key, never an address. */
export function initialProfile(of: {
  readonly tenant: string;
  readonly account: string;
  readonly profile: string;
}): ProfileState {
  return {
    version: 1,
    kind: 'profile',
    tenant: of.tenant,
    account: of.account,
    profile: of.profile,
    clock: null,
    fold: { email: null, cancels: [], shippings: [], returns: [], dispatches: [] },
    told: {
      changes: 0,
      lastCancelledOrder: null,
      lastCancelledAt: null,
      hasPartlyShippedOrder: false,
      lastReturnedOrder: null,
      lastReturnedAt: null,
      openReturns: 0,
      lastDispatchedOrder: null,
      lastDispatchedAt: null,
      hasEverCancelled: false,
      hasEverPartlyShipped: false,
      hasEverReturned: false,
    },
  };
}

/** What a fact made of a profile's state, and what follows from it. */
export interface ProfileAdvance {
  readonly state: ProfileState;
  readonly milestones: readonly ProfileChanged[];
  readonly wakeAt: null;
  readonly findings: readonly [];
}

/** `advance` of a profile alone, for a bundle that carries no more. */
export function advanceProfile(
  before: ProfileState,
  input: ProfileInput,
  policy: Policy,
  run: RunSettings,
): ProfileAdvance {
  checkVersion(before);
  const nowMs = clockAfter(before.clock, input.kind === 'time' ? input.at : input.receivedAt);
  const fold = input.kind === 'fact' ? foldProfile(before.fold, input.fact) : before.fold;
  const state: ProfileState = { ...before, clock: toInstant(nowMs), fold };
  const flags = flagsOf(fold);
  if (fold.email === null || !policy.flags.enabled || isSame(flags, before.told)) return quiet(state);
  const { changes, hasEverCancelled, hasEverPartlyShipped, hasEverReturned } = before.told;
  const told = {
    ...flags,
    changes: changes + 1,
    hasEverCancelled: hasEverCancelled || flags.lastCancelledOrder !== null,
    hasEverPartlyShipped: hasEverPartlyShipped || flags.hasPartlyShippedOrder,
    hasEverReturned: hasEverReturned || flags.openReturns > 0 || flags.lastReturnedOrder !== null,
  };
  const { tenant, account, profile } = before;
  const milestone: ProfileChanged = {
    kind: 'ProfileChanged',
    id: messageId(tenant, 'ProfileChanged', account, profile, String(told.changes)),
    tenant,
    account,
    profile,
    email: fold.email.value,
    ...flags,
    hasEverCancelled: told.hasEverCancelled,
    hasEverPartlyShipped: told.hasEverPartlyShipped,
    hasEverReturned: told.hasEverReturned,
    at: toInstant(nowMs),
    mode: run.isShadow ? 'withheld' : 'live',
    because: {
      rule: 'profile-flags-changed',
      evidence: input.kind === 'fact' ? input.fact.kind : null,
      evidenceAt: input.kind === 'fact' ? input.fact.at : null,
      source: 'order',
      receivedAt: toInstant(nowMs),
      heldFor: [],
      modeReason: run.isShadow ? 'shadow' : null,
    },
  };
  return { ...quiet({ ...state, told }), milestones: [milestone] };
}

function quiet(state: ProfileState): ProfileAdvance {
  return { state, milestones: [], wakeAt: null, findings: [] };
}

/** Per order the last fact by `(at, kind)`; of orders the newest {@link MAX_ORDERS} by `(at, source)`. */
export function foldProfile(fold: ProfileFold, fact: ProfileFact): ProfileFold {
  const ms = instantMs(fact.at);
  if (ms === null) return fold;
  const at = toInstant(ms);
  const register: Register = { source: fact.source, kind: fact.kind, orderNumber: fact.orderNumber, at };
  const email = { value: fact.email, at, source: fact.source };
  const rank = (one: typeof email): string => `${one.at} ${one.source} ${one.value}`;
  return {
    email: fold.email === null || rank(email) > rank(fold.email) ? email : fold.email,
    cancels: join(fold.cancels, register, ['cancelled', 'cancellationWithdrawn']),
    shippings: join(fold.shippings, register, ['partlyShipped', 'fullyShipped']),
    returns: join(fold.returns, register, ['returnOpened', 'returned', 'returnClosed']),
    dispatches: join(fold.dispatches, register, ['dispatched']),
  };
}

function join(
  registers: readonly Register[],
  register: Register,
  kinds: readonly ProfileFactKind[],
): readonly Register[] {
  if (!kinds.includes(register.kind)) return registers;
  const before = registers.find(({ source }) => source === register.source);
  if (before !== undefined && rankOf(before) >= rankOf(register)) return registers;
  return [...registers.filter((one) => one !== before), register]
    .sort((a, b) => (`${a.at} ${a.source}` < `${b.at} ${b.source}` ? 1 : -1))
    .slice(0, MAX_ORDERS);
}

/** Within one instant the fact that clears a flag is the later one. */
const CLEARS: readonly ProfileFactKind[] = ['cancellationWithdrawn', 'fullyShipped', 'returned', 'returnClosed'];

function rankOf({ at, kind, orderNumber }: Register): string {
  return `${at} ${CLEARS.indexOf(kind) + 1} ${orderNumber}`;
}

function flagsOf({ cancels, shippings, returns, dispatches }: ProfileFold): Flags {
  const cancelled = cancels.find(({ kind }) => kind === 'cancelled');
  const returned = returns.find(({ kind }) => kind === 'returned');
  return {
    lastCancelledOrder: cancelled?.orderNumber ?? null,
    lastCancelledAt: cancelled?.at ?? null,
    hasPartlyShippedOrder: shippings.some(({ kind }) => kind === 'partlyShipped'),
    lastReturnedOrder: returned?.orderNumber ?? null,
    lastReturnedAt: returned?.at ?? null,
    openReturns: returns.filter(({ kind }) => kind === 'returnOpened').length,
    lastDispatchedOrder: dispatches[0]?.orderNumber ?? null,
    lastDispatchedAt: dispatches[0]?.at ?? null,
  };
}

function isSame(flags: Flags, told: Flags): boolean {
  return (Object.keys(flags) as (keyof Flags)[]).every((name) => flags[name] === told[name]);
}
