/** A Clarus of REST answers: says who asked what, and answers as it is told. */
import { type Clarus, type ClarusConfig, createClarus } from '../../src/index.js';

export interface RestCall {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed; undefined where there is none. */
  readonly body: unknown;
}

export interface RestClarus {
  readonly clarus: Clarus;
  readonly calls: readonly RestCall[];
}

/** Answers each call by `answer`; tokens are handed out without being listed. */
export function restClarus(
  answer: (call: RestCall, number: number) => Response | Promise<Response>,
  config: Partial<ClarusConfig> = {},
): RestClarus {
  const calls: RestCall[] = [];
  const clarus = createClarus({
    subdomain: 'acme',
    clientId: 'client',
    clientSecret: 'very-secret',
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { pathname, search } = new URL(request.url);
      if (pathname === '/oauth/token') return Response.json({ access_token: 'token-1', expires_in: 3600 });
      const text = await request.text();
      const isJson = request.headers.get('content-type') === 'application/json';
      const call: RestCall = {
        method: request.method,
        path: `${pathname}${search}`,
        headers: request.headers,
        text,
        body: isJson && text !== '' ? JSON.parse(text) : undefined,
      };
      calls.push(call);
      return answer(call, calls.length);
    },
    ...config,
  });
  return { clarus, calls };
}

/** As Clarus's examples answer a write. */
export function writtenAnswer(id: string | number = 77): Response {
  return Response.json({ data: { id, type: 'things', attributes: { reference: 'R' } } });
}
