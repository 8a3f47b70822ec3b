import { UsageError } from '../../command/errors.js';

/** The address Clarus is to call, its secret at the end. @throws {UsageError} never quotes the secret. */
export function webhookUrl(publicUrl: string | null, secret: string): string {
  if (publicUrl === null) {
    throw new UsageError(
      '--public-url (or PUBLIC_URL) is needed: the address at which Clarus reaches the service, e.g. https://hooks.shop.example.',
      '--public-url',
    );
  }
  const problem = publicUrlProblem(publicUrl);
  if (problem !== null) throw new UsageError(`--public-url (or PUBLIC_URL): ${problem}`, '--public-url');
  return `${publicUrl.replace(/\/+$/, '')}/webhooks/clarus/${secret}`;
}

const PRIVATE_HOST =
  /^(localhost|.*\.(local|internal|lan)|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|\[(::1|f[cde]))/;

/** Why the world could not reach it, by its looks alone; null: it looks right. */
export function publicUrlProblem(address: string): string | null {
  if (!URL.canParse(address)) return 'it is no URL. Write it with https:// and the host.';
  const { protocol, hostname, username, search, hash } = new URL(address);
  if (protocol !== 'https:') return 'it must be https: the secret is part of the address.';
  if (username !== '' || search !== '' || hash !== '') return 'leave out user, query and fragment.';
  if (PRIVATE_HOST.test(hostname)) return 'the host is a private one, which Clarus cannot reach.';
  return hostname.includes('.') || hostname.startsWith('[')
    ? null
    : 'the host has no domain, so Clarus cannot find it.';
}
