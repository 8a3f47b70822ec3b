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
 * Is one of `presented` one of `secrets`? Each is compared with each, to the guess's end, so the time taken tells neither
 * where it went wrong nor how long the secret is. Digests would do the same, but three of them are a third of what a
 * webhook costs.
 */
export function knowsSecret(presented: readonly string[], secrets: readonly string[]): boolean {
  let isKnown = false;
  for (const guess of presented) {
    for (const secret of secrets) isKnown = isSame(guess, secret) || isKnown;
  }
  return isKnown;
}

/** `secret` is not empty. */
function isSame(guess: string, secret: string): boolean {
  let difference = guess.length ^ secret.length;
  for (let index = 0; index < guess.length; index += 1) {
    difference |= guess.charCodeAt(index) ^ secret.charCodeAt(index % secret.length);
  }
  return difference === 0;
}
