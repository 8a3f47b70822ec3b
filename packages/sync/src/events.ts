/** What sync tells its owner while it works: for logs, metrics and alerts. No secret, no personal data. */
import type { Message } from '@clarus-klaviyo/mapping';
import type { SweepKind } from './sweep/kinds.js';

/** Something that happened, for logs and monitors. Without secrets and personal data. */
export type SyncEvent =
  | { readonly type: 'webhook.accepted'; readonly automationId: string | null }
  | { readonly type: 'webhook.refused'; readonly status: number; readonly reason: string }
  | { readonly type: 'webhook.not-stored'; readonly status: 503; readonly reason: string }
  | { readonly type: 'webhook.parked'; readonly reason: string; readonly automationId: string | null }
  | { readonly type: 'read.failed'; readonly keys: number; readonly reason: string; readonly retryInMs: number }
  | { readonly type: 'decided'; readonly key: string; readonly messages: readonly string[] }
  | {
      readonly type: 'message.delivered';
      readonly id: string;
      readonly account: string;
      readonly mode: Message['mode'];
      /** From the proof to our hearing of it; null: the proof has no date. */
      readonly heardAfterMs: number | null;
      /** From hearing of it to the decision; null: that instant was not told. */
      readonly decidedAfterMs: number | null;
    }
  | { readonly type: 'message.delayed'; readonly id: string; readonly account: string; readonly reason: string }
  | { readonly type: 'message.dead'; readonly id: string; readonly account: string; readonly reason: string }
  | { readonly type: 'account.paused'; readonly account: string; readonly reason: string; readonly forMs: number }
  | { readonly type: 'account.resumed'; readonly account: string }
  | {
      readonly type: 'sweep.done';
      readonly kind: SweepKind;
      readonly listed: number;
      readonly requests: number;
      readonly rung: number;
    }
  | {
      readonly type: 'alert.sent';
      readonly kind: 'opened' | 'escalated' | 'cleared' | 'digest';
      readonly class: string | null;
    }
  | { readonly type: 'stage.failed'; readonly stage: string; readonly reason: string };

/** Hears what happens. It must not throw, and is not waited for. */
export type OnEvent = (event: SyncEvent) => void;

/** A stable word for an error: its code, else its class. Never its message, which may quote data. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error) {
    return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  }
  return typeof error;
}
