/** Is it healthy? One sentence, and the reasons under it. Pure. */
import type { IncidentView, Metrics } from '../../operations.js';
import type { Health } from '../health.js';
import { count, duration } from './words.js';

export type Level = 'well' | 'busy' | 'attention' | 'urgent';

export interface Status {
  readonly level: Level;
  /** One word beside the colour, for who does not see it. */
  readonly word: string;
  readonly headline: string;
  readonly detail: string;
}

/** A message that waits longer is late: a customer would notice. */
const LATE_SECONDS = 300;

function waitingSentence(health: Health): string {
  const { webhooks, reads, messages } = health.backlog;
  if (webhooks + reads + messages === 0) return 'Nothing waits.';
  const oldest = health.oldestPendingSeconds;
  const parts = [
    messages > 0 && `${count(messages, 'message')} on the way to Klaviyo`,
    reads > 0 && `${count(reads, 'record')} to be read from Clarus`,
    webhooks > 0 && `${count(webhooks, 'webhook')} to be looked at`,
  ].filter((part) => part !== false);
  const since = oldest === null ? '' : ` The oldest message has waited ${duration(oldest)}.`;
  return `${parts.join(', ')}.${since}`;
}

function pausedNames(pauses: Health['pauses']): string {
  const names = pauses.map(({ account, metric }) => (metric === null ? account : `${metric} of ${account}`));
  return names.length <= 2 ? names.join(' and ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}

export function statusOf(health: Health, incidents: readonly IncidentView[]): Status {
  const open = incidents.filter(({ closedAt }) => closedAt === null);
  const urgent = open.filter(({ severity }) => severity === 'error').length;
  const soon = open.filter(({ severity }) => severity === 'warning').length;
  const paused = health.pauses.length === 0 ? '' : `Paused by hand: ${pausedNames(health.pauses)}. `;
  const waiting = waitingSentence(health);
  const isLate = (health.oldestPendingSeconds ?? 0) > LATE_SECONDS;
  if (urgent > 0) {
    const headline = `${count(urgent, 'incident needs', 'incidents need')} somebody now.`;
    return { level: 'urgent', word: 'Urgent', headline, detail: `${paused}${waiting}` };
  }
  if (health.pauses.length > 0) {
    const headline = paused.trim();
    return { level: 'attention', word: 'Paused', headline, detail: `What is paused waits and is not lost. ${waiting}` };
  }
  if (isLate) {
    const headline = `Customers are told ${duration(health.oldestPendingSeconds ?? 0)} late.`;
    return { level: 'attention', word: 'Late', headline, detail: waiting };
  }
  if (soon > 0) {
    const headline = `Working. ${count(soon, 'incident wants', 'incidents want')} a look soon.`;
    return { level: 'attention', word: 'Attention', headline, detail: waiting };
  }
  if (health.backlog.messages > 0) {
    return { level: 'busy', word: 'Busy', headline: 'Everything works, and messages are going out.', detail: waiting };
  }
  const headline =
    health.mode === 'shadow'
      ? 'Everything works. Nothing is sent, because this is a rehearsal.'
      : 'Everything works. Customers know what the warehouse knows.';
  return { level: 'well', word: 'Healthy', headline, detail: waiting };
}

/** All accounts together over the hours given: what was delivered, and how long it took. */
export function totalsOf(metrics: Metrics): {
  readonly delivered: number;
  readonly dead: number;
  readonly meanLagSeconds: number | null;
  readonly maxLagSeconds: number | null;
} {
  const hours = metrics.accounts.flatMap((account) => account.hours);
  const delivered = hours.reduce((sum, hour) => sum + hour.delivered, 0);
  const dead = hours.reduce((sum, hour) => sum + hour.dead, 0);
  const told = hours.filter((hour) => hour.meanLagSeconds !== null);
  const toldCount = told.reduce((sum, hour) => sum + hour.delivered, 0);
  const lagSum = told.reduce((sum, hour) => sum + (hour.meanLagSeconds ?? 0) * hour.delivered, 0);
  const maxima = hours.flatMap((hour) => hour.maxLagSeconds ?? []);
  return {
    delivered,
    dead,
    meanLagSeconds: toldCount === 0 ? null : lagSum / toldCount,
    maxLagSeconds: maxima.length === 0 ? null : Math.max(...maxima),
  };
}
