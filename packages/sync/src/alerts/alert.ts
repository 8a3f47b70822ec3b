/** What a sink is handed: complete in `text`, and as data for who makes something of their own of it. */
import type { IncidentOwner, IncidentSeverity } from '../incidents/classes.js';

/** One day in figures. */
export interface Digest {
  readonly from: string;
  readonly to: string;
  /** Live messages Klaviyo accepted. */
  readonly delivered: number;
  /** Messages that went onto timelines without starting a flow. */
  readonly silent: number;
  readonly withheld: number;
  readonly dead: number;
  readonly opened: number;
  readonly closed: number;
  /** Open incidents by who is best placed to act. */
  readonly open: Readonly<Record<IncidentOwner, number>>;
  /** Which of the steps from true to told took longest on average; null: nothing was told. */
  readonly slowestStep: { readonly step: string; readonly meanSeconds: number; readonly maxSeconds: number } | null;
}

/** What is said to people at one moment: incidents grouped, never one message each. */
export interface Alert {
  /** `opened`: somebody is needed. `escalated`: nobody took it. `cleared`: it is over. `digest`: once a day. */
  readonly kind: 'opened' | 'escalated' | 'cleared' | 'digest';
  /** The same for every try of one alert, so that a receiver can tell a repetition. */
  readonly id: string;
  readonly at: string;
  readonly tenant: string;
  /** One line. */
  readonly title: string;
  /** Everything, as plain text of several lines. Customers are masked. */
  readonly text: string;
  readonly severity: IncidentSeverity;
  /** Null: it speaks of several classes at once, or of none. */
  readonly class: string | null;
  /** Whom it asks: the second owner when escalated; null: everybody. */
  readonly owner: IncidentOwner | null;
  readonly runbook: string | null;
  /** The first of them; `count` says how many there are. */
  readonly subjects: readonly string[];
  readonly count: number;
  /** Alerts that were folded into this one, so that there is no storm. */
  readonly heldBack: number;
  readonly digest: Digest | null;
}

/**
 * Takes an alert to people. Rejecting (or not answering in time) means "try again": with growing pauses, for ever, the
 * same `id`. It is never called twice at once.
 */
export type AlertSink = (alert: Alert, options: { readonly signal: AbortSignal }) => Promise<void>;

/** Where alerts go, and when the digest does. */
export interface AlertsConfig {
  readonly sink: AlertSink;
  /** When the daily digest goes out, `HH:MM` in `timeZone`; null: none. @default '08:00' */
  readonly digestAt?: string | null;
  /** IANA name, for the digest and for instants on the page. @default 'UTC' */
  readonly timeZone?: string;
  /** Milder ones are on the page only. @default 'warning' */
  readonly minSeverity?: IncidentSeverity;
}

export const ALERT_DEFAULTS = { digestAt: '08:00', timeZone: 'UTC', minSeverity: 'warning' } as const;

/** In milliseconds, except for the number of alerts. */
export interface AlertLimits {
  /** After an alert about a class, further subjects of it are collected for so long. */
  readonly collectMs: number;
  /** So long must a class be quiet before its all-clear: what flaps must not flap in a chat. */
  readonly settleMs: number;
  /** More than these in an hour are folded into one. */
  readonly perHour: number;
  /** A sink that has not answered by then has failed. */
  readonly timeoutMs: number;
  /** Pauses after a failure: doubling from the one to the other. */
  readonly retryBaseMs: number;
  readonly retryCapMs: number;
}

export const ALERT_LIMITS: AlertLimits = {
  collectMs: 15 * 60_000,
  settleMs: 2 * 60_000,
  perHour: 20,
  timeoutMs: 10_000,
  retryBaseMs: 5_000,
  retryCapMs: 15 * 60_000,
};
