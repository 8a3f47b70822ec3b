import {
  ClarusAuthError,
  type ClarusError,
  ClarusNotFoundError,
  ClarusRateLimitError,
  ClarusRequestError,
  ClarusUnavailableError,
  ClarusValidationError,
  type ValidationIssue,
} from './errors.js';
import type { Answer } from './http.js';
import { isRecord, parseJson } from './json.js';

// Words, not sentences: what passes these is an identifier of Clarus's, not something a customer typed.
const SYMBOL = /^[a-z][a-z0-9_.-]{0,79}$/i;
const FIELD = /^[a-z0-9_.[\]/-]{1,120}$/i;

/** Total: every status that is not a success has exactly one class, and the order of these lines is the rule. */
export function errorFromAnswer(operation: string, answer: Answer): ClarusError {
  const { status } = answer;
  const said = `Clarus answered ${status} to ${operation}`;
  if (status === 429) return new ClarusRateLimitError(`${said}: too many requests`, answer);
  if (status === 401) return new ClarusAuthError(`${said}: check the credentials and the tenant`, answer);
  if (status === 403) return new ClarusAuthError(`${said}: this API user may not do that`, answer);
  if (status === 408 || status >= 500) return new ClarusUnavailableError(`${said}: try again later`, answer);
  if (status === 404) return new ClarusNotFoundError(`${said}: no such record or path`, answer);
  if (status === 400 || status === 422) {
    const issues = issuesOf(answer.text);
    const named = issues.flatMap(({ symbol }) => symbol ?? []).join(', ');
    return new ClarusValidationError(named === '' ? `${said}: refused` : `${said}: ${named}`, answer, issues);
  }
  return new ClarusRequestError(said, answer);
}

/** Clarus's documented `{ errors: [{ code, symbol, details, source }] }`, or JSON:API's; any other body gives none. */
function issuesOf(text: string): readonly ValidationIssue[] {
  const body = parseJson(text);
  if (!isRecord(body) || !Array.isArray(body['errors'])) return [];
  return body['errors'].filter(isRecord).map((error) => {
    const { code, symbol, source } = error;
    const field = isRecord(source) ? (source['pointer'] ?? source['parameter']) : source;
    return {
      code: typeof code === 'number' ? code : null,
      symbol: typeof symbol === 'string' && SYMBOL.test(symbol) ? symbol : null,
      field: typeof field === 'string' && FIELD.test(field) ? field : null,
    };
  });
}
