/**
 * What a person, a page or a command line may ask of a running sync. `createSync` answers them in the process,
 * `POST /api/<name>` from outside: the same names, the same JSON.
 *
 * Instants are ISO 8601 strings here. No answer holds a secret; personal data is masked (`a…@shop.example`).
 */
import type { Health } from './health/health.js';

/** How far a long operation has come; `total` is null while nobody knows. */
export interface Progress {
  readonly step: string;
  readonly done: number;
  readonly total: number | null;
}

/** For what may take minutes: a way to stop it, and to hear how far it is. */
export interface LongOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** One thing that happened to an order, in words. */
export interface TimelineEntry {
  readonly at: string;
  /** `webhook`, `read`, `decided`, `delivered`, `dead`, `withheld`, `superseded`, `incident` … */
  readonly kind: string;
  readonly sentence: string;
  readonly messageId: string | null;
  readonly metric: string | null;
}

/** One order's story, for people. */
export interface ExplainedOrder {
  readonly orderId: string;
  readonly reference: string;
  /** The Klaviyo account that speaks for it; null: none does. */
  readonly account: string | null;
  readonly statusCode: string | null;
  readonly readAt: string;
  /** Masked; null when none is known. */
  readonly customer: string | null;
  readonly timeline: readonly TimelineEntry[];
  /** What is being waited for, and until when. */
  readonly waiting: readonly { readonly sentence: string; readonly until: string | null }[];
  readonly findings: readonly { readonly class: string; readonly sentence: string }[];
}

/** Everything known under a reference. */
export interface Explanation {
  readonly reference: string;
  /** Several orders may share a reference; none: nothing of that name was ever seen. */
  readonly orders: readonly ExplainedOrder[];
}

/** An incident as people read it. Nothing in it is personal data. */
export interface IncidentView {
  readonly id: string;
  readonly class: string;
  readonly subject: string;
  readonly title: string;
  /** What it means for customers, concretely. */
  readonly sentence: string;
  readonly severity: 'info' | 'warning' | 'error';
  readonly owner: 'warehouse' | 'ecommerce' | 'integration';
  readonly secondOwner: 'warehouse' | 'ecommerce' | 'integration';
  readonly assignee: string | null;
  /** Key of its page among the runbooks. */
  readonly runbook: string;
  /** What to do now, one sentence. */
  readonly action: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly count: number;
  readonly escalateAt: string | null;
  readonly closedAt: string | null;
  readonly closedBy: 'cleared' | 'resolved' | null;
  readonly notes: readonly { readonly at: string; readonly by: string | null; readonly text: string }[];
}

/** Incidents, as people work through them. */
export interface IncidentOperations {
  list(filter?: { readonly class?: string; readonly closedSince?: string }): Promise<readonly IncidentView[]>;
  /** @throws {SyncRequestError} no such incident. So with the others. */
  assign(request: { readonly id: string; readonly to: string | null }): Promise<IncidentView>;
  note(request: { readonly id: string; readonly text: string; readonly by?: string }): Promise<IncidentView>;
  resolve(request: { readonly id: string; readonly by?: string; readonly text?: string }): Promise<IncidentView>;
}

/** Why Clarus, the ledger and Klaviyo do not agree about a message. */
export type DifferenceClass = 'missing' | 'extra' | 'late' | 'different' | 'not-yet-due';

/** One message about which Clarus, the ledger and Klaviyo do not agree. */
export interface Difference {
  readonly class: DifferenceClass;
  readonly account: string;
  readonly metric: string;
  /** The event's id; null for an event of ours in Klaviyo that carries none. */
  readonly eventId: string | null;
  readonly orderReference: string | null;
  /** Where Clarus stands: the order's status as read now. */
  readonly clarusStatus: string | null;
  /** What the ledger says: `delivered`, `pending`, `dead`, `withheld` …; null: it never heard of it. */
  readonly ledgerStatus: string | null;
  /** When it became true, when it was told, when Klaviyo has it: the three columns. */
  readonly trueAt: string | null;
  readonly toldAt: string | null;
  readonly inKlaviyoAt: string | null;
  readonly sentence: string;
}

/** What a repair would do, before it does it. Plain JSON: it can be read, kept, and applied later. */
export interface RepairPlan {
  readonly from: string;
  readonly to: string;
  readonly steps: readonly RepairStep[];
}

/** One thing a repair does. */
export type RepairStep =
  | { readonly kind: 'resend'; readonly account: string; readonly eventId: string; readonly because: string }
  | { readonly kind: 'read-again'; readonly orderId: string; readonly reference: string; readonly because: string };

/** Three columns compared, message by message, and what a repair would do. */
export interface Reconciliation {
  readonly from: string;
  readonly to: string;
  readonly orders: number;
  readonly told: number;
  readonly inKlaviyo: number;
  readonly matched: number;
  readonly counts: Readonly<Record<DifferenceClass, number>>;
  readonly differences: readonly Difference[];
  readonly plan: RepairPlan;
}

/** Which steps of a plan were taken. */
export interface RepairResult {
  readonly resent: number;
  readonly readAgain: number;
  /** Steps that were not taken, with why: sent once before, gone meanwhile … */
  readonly skipped: readonly { readonly step: RepairStep; readonly reason: string }[];
}

/** Which messages or webhooks are to be tried again; left out: all. */
export interface ReplayFilter {
  readonly account?: string;
  readonly orderReference?: string;
  readonly reason?: string;
  readonly ids?: readonly string[];
  /** `dead`: messages that died. `parked`: webhooks nobody understood. @default both */
  readonly what?: 'dead' | 'parked';
  readonly dryRun?: boolean;
}

/** What went back on its way, and how. */
export interface ReplayResult {
  readonly dryRun: boolean;
  /** Back on their way as they were. */
  readonly live: number;
  /** Too late to start a flow: onto the timeline only. */
  readonly silent: number;
  readonly parked: number;
  readonly skipped: number;
}

/** What a backfill put onto timelines, or would. */
export interface BackfillResult {
  readonly dryRun: boolean;
  readonly orders: number;
  /** Events that were (or would be) put onto timelines, per metric. They start no flow. */
  readonly events: Readonly<Record<string, number>>;
  /** Orders that were told something live before: left as they are. */
  readonly skipped: number;
}

/** Which sample events were sent. */
export interface SampleResult {
  readonly account: string;
  readonly to: string;
  /** Metric → id of the sample event. */
  readonly sent: readonly { readonly metric: string; readonly eventId: string }[];
}

/** What is to be held back: an account, or one metric of it. */
export interface PauseTarget {
  readonly account: string;
  /** A metric's name; left out: everything of the account. */
  readonly metric?: string;
}

/** A stop that a person ordered, as it stands. */
export interface PauseView {
  readonly account: string;
  readonly metric: string | null;
  readonly since: string;
  readonly by: string | null;
  readonly reason: string | null;
}

/** What an erasure took away. */
export interface ForgetResult {
  readonly messages: number;
  readonly states: number;
  readonly raw: number;
}

/** For charts and monitors: numbers per hour, and what waits now. */
export interface Metrics {
  readonly at: string;
  readonly accounts: readonly {
    readonly account: string;
    readonly pending: number;
    readonly oldestPendingSeconds: number | null;
    readonly isPaused: boolean;
    readonly hours: readonly {
      readonly hour: string;
      readonly delivered: number;
      readonly dead: number;
      readonly meanLagSeconds: number | null;
      readonly maxLagSeconds: number | null;
    }[];
  }[];
  readonly hours: readonly { readonly hour: string; readonly webhooks: number; readonly backlog: number | null }[];
}

/** One gap between Clarus, the mapping and Klaviyo, for a business reader. */
export interface AuditGap {
  readonly kind:
    | 'sku-unmapped'
    | 'ship-method-unmapped'
    | 'order-without-email'
    | 'return-without-order'
    | 'order-short'
    | 'order-edited'
    | 'automation-missing';
  readonly subject: string;
  readonly account: string | null;
  readonly count: number;
  readonly sentence: string;
}

/** Gaps between shop, warehouse and Klaviyo in a span of time, and how long news took. */
export interface Audit {
  readonly from: string;
  readonly to: string;
  readonly orders: number;
  readonly gaps: readonly AuditGap[];
  /** How long each step took, in seconds: dispatched → heard → decided → accepted by Klaviyo. */
  readonly lag: readonly {
    readonly step: string;
    readonly median: number;
    readonly p95: number;
    readonly max: number;
    readonly count: number;
  }[];
}

/** What can be asked of a running sync. */
export interface Operations {
  health(): Promise<Health>;
  metrics(request?: { readonly hours?: number }): Promise<Metrics>;
  /** The story of an order in words: what came, what was read, what was decided and why, what was sent. */
  explain(request: { readonly reference: string }): Promise<Explanation>;
  readonly incidents: IncidentOperations;
  /** Clarus ⇄ ledger ⇄ Klaviyo, message by message. Changes nothing. */
  reconcile(
    request: { readonly from: string; readonly to: string; readonly account?: string },
    options?: LongOptions,
  ): Promise<Reconciliation>;
  /** Applies a plan; what was done before is not done again. */
  repair(plan: RepairPlan, options?: LongOptions): Promise<RepairResult>;
  replay(filter?: ReplayFilter): Promise<ReplayResult>;
  /** History onto timelines, without starting a flow. */
  backfill(
    request: { readonly from: string; readonly account?: string; readonly dryRun?: boolean },
    options?: LongOptions,
  ): Promise<BackfillResult>;
  /** One sample event per metric to one address, so that a marketer can build a flow before the first parcel leaves. */
  sample(request: {
    readonly to: string;
    readonly account?: string;
    readonly metrics?: readonly string[];
  }): Promise<SampleResult>;
  audit(request: { readonly from: string; readonly to: string }, options?: LongOptions): Promise<Audit>;
  pauses(): Promise<readonly PauseView[]>;
  pause(request: PauseTarget & { readonly by?: string; readonly reason?: string }): Promise<PauseView>;
  /** `discardOlderThan` (ISO instant): what was enqueued before it is dead instead of sent. */
  resume(
    request: PauseTarget & { readonly discardOlderThan?: string },
  ): Promise<{ readonly resumed: boolean; readonly discarded: number }>;
  /** Erases a customer for ever: bodies, states, look-ups; later news about them is suppressed. */
  forget(request: { readonly email: string }): Promise<ForgetResult>;
}
