/** Klaviyo's error bodies. */
import { jsonAnswer } from '../json.js';

export interface ApiProblem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** Where in the request body, e.g. `/data/attributes/time`. */
  readonly pointer?: string;
}

export function invalid(detail: string, pointer?: string): ApiProblem {
  return {
    status: 400,
    code: 'invalid',
    title: 'Invalid input.',
    detail,
    ...(pointer === undefined ? {} : { pointer }),
  };
}

export function notFound(detail: string): ApiProblem {
  return { status: 404, code: 'not_found', title: 'Not found.', detail };
}

const WELL_KNOWN: Readonly<Record<number, Omit<ApiProblem, 'status'>>> = {
  401: {
    code: 'not_authenticated',
    title: 'Authentication credentials were not provided.',
    detail: 'Missing or invalid private key.',
  },
  403: {
    code: 'permission_denied',
    title: 'You do not have permission to perform this action.',
    detail: 'The API key is missing the required scopes.',
  },
  404: { code: 'not_found', title: 'Not found.', detail: 'The requested resource was not found.' },
  405: { code: 'method_not_allowed', title: 'Method not allowed.', detail: 'This path does not take that method.' },
  415: {
    code: 'unsupported_media_type',
    title: 'Unsupported media type.',
    detail: 'Send application/vnd.api+json or application/json.',
  },
  429: {
    code: 'throttled',
    title: 'Request was throttled.',
    detail: 'Request was throttled. Expected available in 1 second.',
  },
};

/** The problem Klaviyo reports with a status alone. */
export function problemOf(status: number): ApiProblem {
  const known = WELL_KNOWN[status] ?? {
    code: 'error',
    title: 'A server error occurred.',
    detail: 'Please try again later.',
  };
  return { status, ...known };
}

export function errorBody({ status, code, title, detail, pointer }: ApiProblem): unknown {
  const source = pointer === undefined ? {} : { pointer };
  return { errors: [{ id: crypto.randomUUID(), status, code, title, detail, source, links: {}, meta: {} }] };
}

export function errorAnswer(problem: ApiProblem, headers: Readonly<Record<string, string>> = {}): Response {
  return klaviyoAnswer(problem.status, errorBody(problem), headers);
}

export function klaviyoAnswer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return jsonAnswer(status, body, headers, 'application/vnd.api+json');
}
