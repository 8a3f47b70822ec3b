import type { IncidentReport } from '../stores/store.js';

/** A sweep that failed: webhooks are still answered, but nobody looks for those that never came. */
export function sweepFailure(tenant: string, reason: string): IncidentReport {
  return { class: 'sweep-failed', subject: tenant, severity: 'warning', owner: 'integration', detail: { reason } };
}
