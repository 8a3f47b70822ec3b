/** What a person is told when a command fails, and what the shell is. No stack for what they can mend themselves. */
import { EXIT } from './exit-codes.js';

export interface Failure {
  readonly code: string;
  readonly message: string;
  /** The option, variable or part of the request that is wrong. */
  readonly field: string | null;
  readonly exitCode: number;
}

/** Known by their codes and not by their classes: those would load every package before the first word is printed. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return bug('a value that is no error');
  if (error.name === 'AbortError') {
    return { code: 'interrupted', message: 'Stopped.', field: null, exitCode: EXIT.interrupted };
  }
  const { code, field, trouble } = error as Error & Readonly<Record<'code' | 'field' | 'trouble', unknown>>;
  if (typeof code !== 'string') return bug(error.name, error.stack);
  const known = RULES.find(({ pattern }) => pattern.test(code)) ?? (trouble === 'refused' ? REFUSED : undefined);
  if (known === undefined) return bug(`${error.name} (${code})`, error.stack);
  const message = known.hint === undefined ? error.message : `${error.message.replace(/\s+$/, '')} ${known.hint}`;
  return { code, message, field: typeof field === 'string' ? field : (known.field ?? null), exitCode: known.exitCode };
}

interface Rule {
  readonly pattern: RegExp;
  readonly exitCode: number;
  readonly hint?: string;
  readonly field?: string;
}

const REFUSED: Rule = { pattern: /./, exitCode: EXIT.wrong };

const RULES: readonly Rule[] = [
  { pattern: /^(usage|environment|sync_request|sync_config)$/, exitCode: EXIT.usage },
  { pattern: /^refused$/, exitCode: EXIT.wrong },
  {
    pattern: /^sync_remote_unauthorized$/,
    exitCode: EXIT.usage,
    field: 'CLARUS_KLAVIYO_TOKEN',
    hint: 'Set CLARUS_KLAVIYO_TOKEN to the HEALTH_TOKEN of the service.',
  },
  {
    pattern: /^sync_remote_(unknown_operation|not_understood)$/,
    exitCode: EXIT.usage,
    field: 'CLARUS_KLAVIYO_URL',
    hint: 'CLARUS_KLAVIYO_URL (or --url) is the address the service itself listens on, without a path.',
  },
  { pattern: /^sync_remote_unreachable$/, exitCode: EXIT.unreachable, field: 'CLARUS_KLAVIYO_URL' },
  { pattern: /^sync_remote_/, exitCode: EXIT.unreachable },
  { pattern: /^store_unavailable$/, exitCode: EXIT.unreachable, field: 'DATABASE_URL' },
  {
    pattern: /^clarus_auth$/,
    exitCode: EXIT.usage,
    field: 'CLARUS_CLIENT_ID',
    hint: 'Check CLARUS_CLIENT_ID, CLARUS_CLIENT_SECRET and CLARUS_SUBDOMAIN.',
  },
  {
    pattern: /^klaviyo_auth$/,
    exitCode: EXIT.usage,
    field: 'KLAVIYO_API_KEY',
    hint: 'See clarus-klaviyo doctor for the scopes it needs.',
  },
  {
    pattern: /^(clarus_(transport|timeout|unavailable|rate_limit)|klaviyo_(network|timeout|unavailable|rate_limited))$/,
    exitCode: EXIT.unreachable,
  },
  { pattern: /^(clarus|klaviyo)_/, exitCode: EXIT.wrong },
];

/** Where it happened, and not what it said: an error nobody foresaw may quote anything. */
function bug(name: string, stack = ''): Failure {
  const places = stack.split('\n').filter((line) => /^\s+at /.test(line));
  const message = `This should not have happened: ${name}. Please report it with these lines.`;
  return {
    code: 'unexpected',
    message: [message, ...places.slice(0, 8)].join('\n'),
    field: null,
    exitCode: EXIT.wrong,
  };
}
