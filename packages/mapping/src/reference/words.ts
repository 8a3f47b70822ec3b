/** Findings, waits, modes and customer flags, as people read them: made from the tables that the code itself uses. */
import { FINDING_TRAITS, finding } from '../advance/finding.js';
import { HOLDS as HOLD_WORDS, MODES as MODE_WORDS } from '../decision-words.js';
import type { Finding, FindingCode, FindingOwner } from '../findings.js';
import { FLAG_NAMES } from '../flag-names.js';
import type { Mode } from '../messages.js';
import type { FlagName, PolicyInput } from '../policy-types.js';
import { explainFinding } from '../sentences.js';

/** A finding, as people read of it. */
export interface FindingReference {
  readonly code: FindingCode;
  readonly owner: FindingOwner;
  readonly severity: Finding['severity'];
  /** Key of its page among the runbooks. */
  readonly runbook: string;
  /** Its sentence, with `{…}` for what differs. */
  readonly sentence: string;
}

/** Stand in a sentence for what a real finding says there. */
const DETAIL: Finding['detail'] = {
  assumed: '{strategy}',
  integration: '{integration}',
  order: '{order}',
  shipments: '{shipments}',
};

/** Every finding there can be. */
export const FINDINGS: readonly FindingReference[] = (Object.keys(FINDING_TRAITS) as FindingCode[]).map((code) => {
  const { severity, ...one } = finding(code, '{subject}', DETAIL);
  return { code, severity, ...explainFinding({ ...one, severity }) };
});

/** A wait, as people read of it. */
export interface HoldReference {
  /** As `because.heldFor` names it. */
  readonly reason: string;
  /** What is waited for, to be read after "It waited for". */
  readonly waitsFor: string;
  /** The option of the policy that says for how long. */
  readonly option: keyof PolicyInput | 'stock.restockHold';
}

const HOLD_OPTIONS: Readonly<Record<keyof typeof HOLD_WORDS, HoldReference['option']>> = {
  tracking: 'waitForTracking',
  shipment: 'noShipmentGrace',
  contents: 'noShipmentGrace',
  collection: 'shippedWhen',
  evidence: 'ageLimits',
  identity: 'ageLimits',
  reissue: 'reissueGrace',
  correction: 'updateGrace',
  plan: 'delayGrace',
  restock: 'stock.restockHold',
};

/** Every reason for which a milestone waits. */
export const HOLDS: readonly HoldReference[] = (Object.keys(HOLD_OPTIONS) as (keyof typeof HOLD_WORDS)[]).map(
  (reason) => ({ reason, waitsFor: HOLD_WORDS[reason], option: HOLD_OPTIONS[reason] }),
);

/** Why a message is silent or withheld, as people read of it. */
export interface ModeReference {
  /** As `because.modeReason` names it. */
  readonly reason: string;
  readonly mode: Exclude<Mode, 'live'>;
  /** To be read after "But". */
  readonly meaning: string;
}

const SILENT: readonly string[] = ['late', 'backfill'];

/** Why a message is not live. */
export const MODES: readonly ModeReference[] = Object.entries(MODE_WORDS).map(([reason, meaning]) => ({
  reason,
  mode: SILENT.includes(reason) ? 'silent' : 'withheld',
  meaning,
}));

/** A profile property, as people read of it. */
export interface FlagReference {
  readonly flag: FlagName;
  /** Name of the profile property, after the policy's prefix, where the policy gives it none. */
  readonly name: string;
  readonly type: 'text' | 'instant' | 'boolean' | 'number';
  readonly example: string | boolean | number;
  /** What it holds once there is nothing to say any more. */
  readonly cleared: string | boolean | number | null;
  readonly isOnByDefault: boolean;
  readonly meaning: string;
}

const ORDER = 'WEB-1001';
const INSTANT = '2026-03-02T12:00:00.000Z';

const FLAG_WORDS: Readonly<Record<FlagName, Omit<FlagReference, 'flag' | 'name'>>> = {
  lastCancelledOrder: {
    type: 'text',
    example: ORDER,
    cleared: '',
    isOnByDefault: true,
    meaning: 'The number of the order that was cancelled last, in whole or in part.',
  },
  lastCancelledAt: {
    type: 'instant',
    example: INSTANT,
    cleared: '',
    isOnByDefault: true,
    meaning: 'When that was.',
  },
  hasPartlyShippedOrder: {
    type: 'boolean',
    example: true,
    cleared: false,
    isOnByDefault: true,
    meaning: 'Part of an order has left and more of it is to come.',
  },
  lastReturnedOrder: {
    type: 'text',
    example: ORDER,
    cleared: null,
    isOnByDefault: true,
    meaning: 'The number of the order of which something came back last.',
  },
  lastReturnedAt: {
    type: 'instant',
    example: INSTANT,
    cleared: null,
    isOnByDefault: true,
    meaning: 'When the last of it came in.',
  },
  openReturns: {
    type: 'number',
    example: 1,
    cleared: 0,
    isOnByDefault: true,
    meaning: 'How many returns are under way.',
  },
  lastDispatchedOrder: {
    type: 'text',
    example: ORDER,
    cleared: null,
    isOnByDefault: false,
    meaning: 'The number of the order of which something left last.',
  },
  lastDispatchedAt: {
    type: 'instant',
    example: INSTANT,
    cleared: null,
    isOnByDefault: false,
    meaning: 'When that was.',
  },
};

/** Profile properties of a customer. Those of returns need a policy that knows returns. */
export const FLAGS: readonly FlagReference[] = (Object.keys(FLAG_NAMES) as FlagName[]).map((flag) => ({
  flag,
  name: FLAG_NAMES[flag],
  ...FLAG_WORDS[flag],
}));
