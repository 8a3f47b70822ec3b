/** One input of one order: facts first, then what they make true, then what is told of it. */

import type { Finding } from '../findings.js';
import type { OrderInput, ProfileFact } from '../inputs.js';
import { clockAfter, earliest, toInstant } from '../instants.js';
import type { Milestone } from '../milestones.js';
import type { Policy, RunSettings } from '../policy-types.js';
import { tellCarrierSteps } from './carrier-steps.js';
import { checkVersion } from './check-version.js';
import { tellClosing } from './closing.js';
import { tellDelay } from './delay.js';
import { deriveOrder } from './derive-order.js';
import { tellEdits } from './edits.js';
import { finding } from './finding.js';
import { tellFlags } from './flags.js';
import { tellLabels } from './labels.js';
import { mergeFacts } from './order-facts.js';
import { orderFindings } from './order-findings.js';
import type { OrderState, OrderTold } from './order-state.js';
import { recordKnown, tellShipments } from './shipments.js';
import { beginTurn, isNews, type Turn } from './turn.js';
import { tellJoined, tellUpdates } from './updates.js';

/** What an input made of an order's state, and what follows from it. */
export interface OrderAdvance {
  readonly state: OrderState;
  readonly milestones: readonly Milestone[];
  readonly facts: readonly ProfileFact[];
  readonly wakeAt: string | null;
  readonly findings: readonly Finding[];
}

/** `advance` for orders alone: a bundler leaves out what returns, stock and profiles need. */
export function advanceOrder(before: OrderState, input: OrderInput, policy: Policy, run: RunSettings): OrderAdvance {
  checkVersion(before);
  const nowMs = clockAfter(before.clock, input.kind === 'time' ? input.at : input.receivedAt);
  const facts = mergeFacts(before.facts, input);
  const told = { ...before.told, last: lastObservation(before.told, input) };
  const state: OrderState = { ...before, clock: toInstant(nowMs), facts, told };
  const derived = deriveOrder(facts, policy);
  if (derived === null) {
    const findings = facts.goneRead === null ? [] : [finding('order-gone', before.orderId)];
    return quiet({ ...state, told: { ...told, isLive: told.isLive || isNews(input, run) } }, findings);
  }
  const turn = beginTurn(state, input, derived, { nowMs, policy, run });
  // A record that is gone without a cancel says nothing: not that it left, and not that it will not.
  if (derived.status === 'gone')
    return quiet({ ...state, told: { ...told, isLive: turn.told.isLive } }, orderFindings(turn));
  recordKnown(turn);
  tellUpdates(turn);
  // What was told again of the order may be about a shipment that is there by now.
  if (recordKnown(turn)) tellUpdates(turn);
  tellShipments(turn);
  tellJoined(turn);
  tellLabels(turn);
  tellCarrierSteps(turn);
  tellEdits(turn);
  tellClosing(turn);
  tellDelay(turn);
  tellFlags(turn);
  return {
    state: { ...state, told: toldAfter(turn) },
    milestones: turn.milestones,
    facts: turn.profileFacts,
    wakeAt: earliest(turn.deadlinesMs),
    findings: orderFindings(turn),
  };
}

function quiet(state: OrderState, findings: readonly Finding[]): OrderAdvance {
  return { state, milestones: [], facts: [], wakeAt: null, findings };
}

function lastObservation(told: OrderTold, input: OrderInput): OrderTold['last'] {
  return input.kind === 'time' ? told.last : { source: input.source, receivedAt: input.receivedAt };
}

/** What was told needs no memory of how it waited. */
function toldAfter({ told, since, holds }: Turn): OrderTold {
  const ids = new Set(told.shipments.map(({ id }) => id));
  const isOpen = ([name]: readonly [string, unknown]): boolean => !ids.has(name.slice(name.indexOf(':') + 1));
  return {
    ...told,
    labelled: told.labelled.filter((id) => !ids.has(id)),
    since: Object.fromEntries([...since].filter(isOpen)),
    holds: Object.fromEntries([...holds].filter(isOpen)),
  };
}
