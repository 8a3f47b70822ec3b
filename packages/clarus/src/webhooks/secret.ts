/** Where a request may carry the secret. */
export type SecretPlace =
  /** The last segment of the path: `/webhooks/clarus/<secret>`. */
  | { readonly in: 'path' }
  /** A query parameter. Query strings are logged more widely than one would like. */
  | { readonly in: 'query'; readonly name: string }
  | { readonly in: 'header'; readonly name: string };

/** Every place that says something, decoded. */
export function presentedSecrets(request: Request, places: readonly SecretPlace[]): readonly string[] {
  return places.flatMap((place) => presentedAt(place, request));
}

function presentedAt(place: SecretPlace, request: Request): readonly string[] {
  const url = new URL(request.url);
  switch (place.in) {
    case 'path':
      return [decoded(url.pathname.split('/').findLast((segment) => segment !== '') ?? '')];
    case 'query':
      return url.searchParams.getAll(place.name);
    case 'header':
      return [request.headers.get(place.name) ?? ''];
  }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/**
 * Is one of `presented` one of `secrets`? Digests are compared, all of them and to the end, so the time taken tells
 * neither where a guess went wrong nor how long the secret is.
 */
export async function knowsSecret(presented: readonly string[], secrets: readonly string[]): Promise<boolean> {
  const [guesses, answers] = await Promise.all([digests(presented), digests(secrets)]);
  let isKnown = false;
  for (const guess of guesses) {
    for (const answer of answers) {
      let difference = 0;
      for (const [index, byte] of guess.entries()) difference |= byte ^ (answer[index] ?? 0);
      isKnown = difference === 0 || isKnown;
    }
  }
  return isKnown;
}

function digests(texts: readonly string[]): Promise<readonly Uint8Array[]> {
  const encoder = new TextEncoder();
  return Promise.all(
    texts.map(async (text) => new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text)))),
  );
}
