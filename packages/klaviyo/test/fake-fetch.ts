/** A `fetch` that keeps what it was asked and answers as told: for tests of this package alone. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface FakeFetch {
  readonly fetch: typeof globalThis.fetch;
  readonly sent: SentRequest[];
}

/** `answer` gets each request and its number, from 1; what it throws is what fetch throws. */
export function fakeFetch(
  answer: (request: SentRequest, number: number, signal: AbortSignal) => Response | Promise<Response>,
): FakeFetch {
  const sent: SentRequest[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const text = await request.text();
    const one: SentRequest = {
      method: request.method,
      url: request.url,
      path: `${url.pathname}${url.search}`,
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
    sent.push(one);
    return answer(one, sent.length, request.signal);
  };
  return { fetch, sent };
}

export function accepted(headers: Record<string, string> = {}): Response {
  return new Response(null, { status: 202, headers });
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/vnd.api+json', ...headers },
  });
}

/** Klaviyo's error body with one problem. */
export function refusal(
  status: number,
  detail: string,
  pointer?: string,
  headers: Record<string, string> = {},
): Response {
  const source = pointer === undefined ? {} : { source: { pointer } };
  const errors = [
    { id: '6c5b1a1e-0000-4000-8000-000000000001', status, code: 'invalid', title: 'Invalid input.', detail, ...source },
  ];
  return json(status, { errors }, headers);
}

/** What Node's fetch throws when the connection breaks. */
export function connectionError(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(`connect ${code} 10.0.0.1:443`), { code }) });
}
