import { foldCode } from './fold-text.js';
import type { CodedRecord } from './inputs.js';
import type { CarrierPolicy, Policy } from './policy-types.js';

/** What the policy knows of a carrier: by code, else by name; case, spaces and underscores aside. */
export function toCarrier(carrier: CodedRecord | null, { carriers }: Policy): CarrierPolicy | undefined {
  const entries = Object.entries(carriers);
  const named = (code: string | null | undefined): CarrierPolicy | undefined => {
    const folded = foldCode(code ?? '');
    return folded === '' ? undefined : entries.find(([key]) => foldCode(key) === folded)?.[1];
  };
  return named(carrier?.code) ?? named(carrier?.name);
}
