/** The Worker: finds the account's object and hands it the request. All work is done there. */
import type { Env } from './env.js';
import { routeRequest } from './route.js';

export { WarehouseNews } from './warehouse-news.js';

export default {
  async fetch(request, env): Promise<Response> {
    const route = routeRequest(request.url, env.ACCOUNTS);
    if (route === null) return new Response(null, { status: 404 });
    const object = env.NEWS.get(env.NEWS.idFromName(route.account.name));
    try {
      return await object.fetch(new Request(route.url, request));
    } catch {
      // Evicted or redeployed in the middle: what was not stored was not acknowledged. Whoever sends again may.
      return new Response(null, { status: 503, headers: { 'retry-after': '5' } });
    }
  },

  async scheduled(_event, env): Promise<void> {
    const objects = env.ACCOUNTS.map(({ name }) => env.NEWS.get(env.NEWS.idFromName(name)));
    await Promise.allSettled(objects.map((object) => object.sweep()));
  },
} satisfies ExportedHandler<Env>;
