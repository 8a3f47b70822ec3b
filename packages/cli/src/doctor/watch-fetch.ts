/** Listens to answers on their way: whose clock differs from ours, and what a token's answer is made of. */
export interface WatchedFetch {
  readonly fetch: typeof globalThis.fetch;
  /** Host → how far its clock is ahead of ours, in milliseconds; of the quickest answer, which is the most exact. */
  clockAheadMs(): Readonly<Record<string, number>>;
  /** Names of the members of the token endpoint's answer. Never their values. */
  tokenNames(): readonly string[];
}

export function watchFetch(fetch: typeof globalThis.fetch, now: () => number): WatchedFetch {
  const quickest = new Map<string, { readonly tookMs: number; readonly aheadMs: number }>();
  let tokenNames: readonly string[] = [];
  return {
    fetch: async (input, init) => {
      const sentAtMs = now();
      const response = await fetch(input, init);
      const { host, pathname } = new URL(input instanceof Request ? input.url : String(input));
      const tookMs = now() - sentAtMs;
      const dateMs = Date.parse(response.headers.get('date') ?? '');
      const known = quickest.get(host);
      if (!Number.isNaN(dateMs) && (known === undefined || tookMs < known.tookMs)) {
        // A Date header is cut to whole seconds: on average it is half a second older than it says.
        quickest.set(host, { tookMs, aheadMs: dateMs + 500 - (sentAtMs + tookMs / 2) });
      }
      if (pathname.endsWith('/oauth/token') && response.ok) tokenNames = await namesIn(response.clone());
      return response;
    },
    clockAheadMs: () => Object.fromEntries([...quickest].map(([host, { aheadMs }]) => [host, Math.round(aheadMs)])),
    tokenNames: () => tokenNames,
  };
}

async function namesIn(response: Response): Promise<readonly string[]> {
  const body: unknown = await response.json().catch(() => null);
  return typeof body === 'object' && body !== null ? Object.keys(body) : [];
}
