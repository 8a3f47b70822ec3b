/** For projects that test with msw: the fakes as request handlers. msw is loaded by this entry alone. */
import { type HttpHandler, http } from 'msw';
import type { FakeClarus } from './clarus/fake-clarus.js';
import { ConnectionDropped } from './faults.js';
import type { FakeKlaviyo } from './klaviyo/fake-klaviyo.js';

/**
 * Answers every call to Clarus's address.
 *
 * @example
 * const server = setupServer(...clarusHandlers(clarus), ...klaviyoHandlers(klaviyo));
 */
export function clarusHandlers(fake: FakeClarus, baseUrl: string = 'https://clarus-api.com'): HttpHandler[] {
  return handlers(fake.fetch, baseUrl);
}

/** Answers every call to Klaviyo's address. */
export function klaviyoHandlers(fake: FakeKlaviyo, baseUrl: string = 'https://a.klaviyo.com'): HttpHandler[] {
  return handlers(fake.fetch, baseUrl);
}

function handlers(call: typeof fetch, baseUrl: string): HttpHandler[] {
  return [
    http.all(`${baseUrl}/*`, async ({ request }) => {
      try {
        return await call(request);
      } catch (error) {
        if (error instanceof ConnectionDropped) return Response.error(); // msw's way to say: the network failed
        throw error;
      }
    }),
  ];
}
