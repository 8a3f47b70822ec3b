import type { BodyRefusal, Refused } from './verdict.js';

/**
 * Reads a body of at most `maxBytes`: refuses by `Content-Length` before reading, and stops reading as soon as more
 * than that has come, whatever the header claimed. Bytes that are not UTF-8 become U+FFFD rather than a refusal: a
 * name spelt wrongly is worth less than a bell that rings.
 *
 * @throws {TypeError} somebody has read the body already: a mistake in the calling code, not the sender's.
 */
export async function readBody(
  request: Request,
  maxBytes: number,
): Promise<{ readonly kind: 'read'; readonly rawBody: string } | Refused<BodyRefusal>> {
  if (request.bodyUsed) throw new TypeError('The request body has been read already');
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return TOO_LARGE;
  const reader = request.body?.getReader();
  if (reader === undefined) return { kind: 'read', rawBody: '' };
  const decoder = new TextDecoder();
  let rawBody = '';
  let bytes = 0;
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      bytes += chunk.value.byteLength;
      if (bytes > maxBytes) {
        // Not awaited: a sender that never ends must not hold the answer back, and how it ends is of no interest.
        reader.cancel().catch(() => undefined);
        return TOO_LARGE;
      }
      rawBody += decoder.decode(chunk.value, { stream: true });
    }
  } catch {
    return { kind: 'refused', status: 400, reason: 'body-unreadable' }; // the sender hung up half-way
  }
  return { kind: 'read', rawBody: rawBody + decoder.decode() };
}

const TOO_LARGE: Refused<BodyRefusal> = { kind: 'refused', status: 413, reason: 'body-too-large' };
