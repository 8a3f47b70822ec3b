/** What writing an item and writing a variant have in common. */
import type { CallOptions, KlaviyoContext } from '../context.js';
import { KlaviyoRequestError } from '../errors.js';
import { encodePathSegment } from '../http.js';

const NOT_FOUND = 404;

export async function updateResource(
  context: KlaviyoContext,
  path: string,
  body: { readonly data: { readonly id: string } },
  options: CallOptions,
): Promise<void> {
  const call = {
    method: 'PATCH',
    path: `${path}/${encodePathSegment(body.data.id)}`,
    body,
    isRepeatable: true,
  } as const;
  await context.send(call, options);
}

/** A 404 after an attempt without an answer means that the attempt did it. */
export async function deleteResource(
  context: KlaviyoContext,
  path: string,
  id: string,
  options: CallOptions,
): Promise<void> {
  try {
    const call = { method: 'DELETE', path: `${path}/${encodePathSegment(id)}`, isRepeatable: true } as const;
    await context.send(call, options);
  } catch (error) {
    if (!(error instanceof KlaviyoRequestError && error.status === NOT_FOUND && error.isAmbiguous)) throw error;
  }
}
