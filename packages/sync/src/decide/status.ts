/** Statuses are compared as tenants mean them: without case, spaces and underscores. */
import type { Policy } from '@clarus-klaviyo/mapping';

export function foldStatus(status: string): string {
  return status.toUpperCase().replaceAll(/[\s_]+/g, '_');
}

export function isCancelledStatus(status: string | null, { statuses }: Policy): boolean {
  return status !== null && statuses.cancelled.map(foldStatus).includes(foldStatus(status));
}

export function isClosedStatus(status: string | null, policy: Policy): boolean {
  if (status === null) return false;
  return isCancelledStatus(status, policy) || policy.statuses.completed.map(foldStatus).includes(foldStatus(status));
}
