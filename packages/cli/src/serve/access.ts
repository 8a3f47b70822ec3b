/** Who is let in, and who is told: the page, the API, the alerts. */
import type { EnvironmentReader } from './environment-reader.js';

const MIN_TOKEN_LENGTH = 16;

/** Null: neither page nor API. */
export function readHealthToken(reader: EnvironmentReader): string | null {
  const token = reader.optional('HEALTH_TOKEN');
  if (token !== null && token.length < MIN_TOKEN_LENGTH) {
    reader.problems.push(`HEALTH_TOKEN must have at least ${MIN_TOKEN_LENGTH} characters: it opens page and API.`);
  }
  return token;
}

export function optionalUrl(reader: EnvironmentReader, name: string): string | null {
  return reader.optional(name) === null ? null : reader.url(name, 'https://ops.shop.example');
}
