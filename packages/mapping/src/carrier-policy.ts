import { foldCode } from './fold-text.js';
import type { CodedRecord } from './inputs.js';
import type { CarrierPolicy, Policy } from './policy-types.js';

/** A policy's carriers by folded code: folded once per policy, not once per message. */
const folded = new WeakMap<Policy['carriers'], ReadonlyMap<string, CarrierPolicy>>();

/** What the policy knows of a carrier: by code, else by name; case, spaces and underscores aside. */
export function toCarrier(carrier: CodedRecord | null, { carriers }: Policy): CarrierPolicy | undefined {
  if (carrier === null) return undefined;
  const byCode = byFoldedCode(carriers);
  return byCode.get(foldCode(carrier.code ?? '')) ?? byCode.get(foldCode(carrier.name ?? ''));
}

function byFoldedCode(carriers: Policy['carriers']): ReadonlyMap<string, CarrierPolicy> {
  const before = folded.get(carriers);
  if (before !== undefined) return before;
  const entries = Object.entries(carriers).map(([code, policy]) => [foldCode(code), policy] as const);
  const byCode = new Map(entries.filter(([code]) => code !== ''));
  folded.set(carriers, byCode);
  return byCode;
}
