/** Who is let in, and who is told: the page, the API, the alerts. */
import type { EnvironmentReader } from './environment-reader.js';

const MIN_TOKEN_LENGTH = 16;

export interface AlertSettings {
  readonly webhook: { readonly url: string; readonly secret: string } | null;
  readonly slackUrl: string | null;
  readonly digestAt: string;
  readonly timeZone: string;
}

/** Null: neither page nor API. */
export function readHealthToken(reader: EnvironmentReader): string | null {
  const token = reader.optional('HEALTH_TOKEN');
  if (token !== null && token.length < MIN_TOKEN_LENGTH) {
    reader.problems.push(`HEALTH_TOKEN must have at least ${MIN_TOKEN_LENGTH} characters: it opens page and API.`);
  }
  return token;
}

/** Null: nobody is told; the page shows it. */
export function readAlerts(reader: EnvironmentReader): AlertSettings | null {
  const url = optionalUrl(reader, 'ALERT_WEBHOOK_URL');
  const slackUrl = optionalUrl(reader, 'ALERT_SLACK_URL');
  const settings = { digestAt: readDigestAt(reader), timeZone: readTimeZone(reader) };
  if (url === null && slackUrl === null) return null;
  const secret = url === null ? '' : reader.required('ALERT_WEBHOOK_SECRET', 'ALERT_WEBHOOK_URL is signed with it');
  return { webhook: url === null ? null : { url, secret }, slackUrl, ...settings };
}

export function optionalUrl(reader: EnvironmentReader, name: string): string | null {
  return reader.optional(name) === null ? null : reader.url(name, 'https://ops.shop.example');
}

function readDigestAt(reader: EnvironmentReader): string {
  const time = reader.optional('ALERT_DIGEST_AT') ?? '08:00';
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time))
    reader.problems.push('ALERT_DIGEST_AT must be a time of day, e.g. 08:00.');
  return time;
}

function readTimeZone(reader: EnvironmentReader): string {
  const name = reader.optional('TIME_ZONE') ?? 'UTC';
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
  } catch {
    reader.problems.push('TIME_ZONE must be an IANA name, e.g. Europe/London.');
  }
  return name;
}
