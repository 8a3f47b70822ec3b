import type { OrderFacts } from './facts.js';

/** Does this Klaviyo account speak for that Clarus account? As `clarusAccount` has it: id, code, or `*` for all. */
export function isOf(account: OrderFacts['account'], clarusAccount: string): boolean {
  return clarusAccount === '*' || account?.id === clarusAccount || account?.code === clarusAccount;
}
