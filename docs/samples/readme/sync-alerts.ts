// #region readme
import type { AlertsConfig } from '@clarus-klaviyo/sync';
import { slackSink } from '@clarus-klaviyo/sync/alerts';

export const alerts: AlertsConfig = { sink: slackSink({ url: 'https://hooks.slack.com/services/…' }), digestAt: '08:00', timeZone: 'Europe/London' };
// #endregion readme
