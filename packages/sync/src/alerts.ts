/** Ready sinks for `SyncConfig.alerts`. */
export type { Alert, AlertSink, Digest } from './alerts/alert.js';
export {
  type AlertEmail,
  AlertSinkError,
  type EmailSinkConfig,
  emailSink,
  slackSink,
  type WebhookSinkConfig,
  webhookSink,
} from './alerts/sinks.js';
