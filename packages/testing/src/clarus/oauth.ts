/** Client credentials, as RFC 6749 has them: Clarus documents the token address and the flow, no more. */
import type { Clock } from '../clock.js';
import { jsonAnswer } from '../json.js';

interface TokensConfig {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: Clock;
  readonly lifeSeconds: number;
}

export interface Tokens {
  answer(request: Request, text: string): Response;
  isValid(authorization: string | null): boolean;
  revokeAll(): void;
}

export function createTokens({ clientId, clientSecret, clock, lifeSeconds }: TokensConfig): Tokens {
  const expiresAtMs = new Map<string, number>();
  let issued = 0;

  return {
    answer: (request, text) => {
      const type = request.headers.get('content-type') ?? '';
      if (!type.startsWith('application/x-www-form-urlencoded')) return jsonAnswer(400, { error: 'invalid_request' });
      const form = new URLSearchParams(text);
      if (form.get('grant_type') !== 'client_credentials') return jsonAnswer(400, { error: 'unsupported_grant_type' });
      const [id, secret] = basicCredentials(request) ?? [form.get('client_id'), form.get('client_secret')];
      if (id !== clientId || secret !== clientSecret) return jsonAnswer(401, { error: 'invalid_client' });
      issued += 1;
      const token = `fake-token-${issued}`;
      expiresAtMs.set(token, clock.now() + lifeSeconds * 1_000);
      return jsonAnswer(200, { access_token: token, token_type: 'Bearer', expires_in: lifeSeconds });
    },
    isValid: (authorization) => {
      const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
      return clock.now() < (expiresAtMs.get(token) ?? Number.NEGATIVE_INFINITY);
    },
    revokeAll: () => expiresAtMs.clear(),
  };
}

function basicCredentials(request: Request): readonly string[] | null {
  const encoded = /^Basic (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  return encoded === undefined ? null : atob(encoded).split(':').map(decodeURIComponent);
}
