export {
  type Accepted,
  type AuthenticateOptions,
  authenticate,
  DEFAULT_MAX_BODY_BYTES,
  type IdentifyOptions,
  identify,
  type Verdict,
} from './webhooks/authenticate.js';
export { type DecodeOptions, decode } from './webhooks/decode.js';
export type {
  AutomationEvents,
  KnownWebhookEvent,
  UnknownWebhookEvent,
  WebhookContact,
  WebhookEvent,
  WebhookFacts,
  WebhookReference,
  WebhookResource,
} from './webhooks/events.js';
export { readBody } from './webhooks/read-body.js';
export { receiptLinesOf, type WebhookReceiptLine } from './webhooks/receipt-lines.js';
export type { SecretPlace } from './webhooks/secret.js';
export type { BodyRefusal, Caller, IdentityRefusal, Refused } from './webhooks/verdict.js';
