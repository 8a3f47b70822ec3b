/** The doctor's judgement: facts in, findings out. Pure. */
import type { Assumption, Check } from './check.js';
import type { DoctorFacts } from './facts.js';
import { judgeAssumptions } from './judge-assumptions.js';
import { judgeAutomations } from './judge-automations.js';
import { judgeClarus } from './judge-clarus.js';
import { judgeEnvironment } from './judge-environment.js';
import { judgeKlaviyo } from './judge-klaviyo.js';
import { judgeMachine } from './judge-machine.js';
import { isUnreachable } from './outcome.js';

export interface Diagnosis {
  readonly checks: readonly Check[];
  readonly assumptions: readonly Assumption[];
  /** Clarus or a Klaviyo account could not be reached: what is said about it is little. */
  readonly isCutOff: boolean;
}

export function diagnose(facts: DoctorFacts): Diagnosis {
  const { clarus, accounts } = facts;
  return {
    checks: [judgeEnvironment, judgeClarus, judgeKlaviyo, judgeAutomations, judgeMachine].flatMap((judge) =>
      judge(facts),
    ),
    assumptions: judgeAssumptions(facts),
    isCutOff:
      isUnreachable(clarus?.access) ||
      accounts.some(({ scopes }) => Object.values(scopes).every((outcome) => isUnreachable(outcome))),
  };
}
