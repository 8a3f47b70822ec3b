/** A request's body, read no further than it may be long. */
import { SyncRequestError } from '../errors.js';

/** @throws {SyncRequestError} it is longer than `maxBytes`, or not UTF-8. */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  if (request.body === null) return '';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let size = 0;
  let body = '';
  try {
    for await (const chunk of request.body) {
      size += chunk.byteLength;
      if (size > maxBytes) throw new SyncRequestError('', `it must have at most ${maxBytes} bytes.`);
      body += decoder.decode(chunk, { stream: true });
    }
    return body + decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new SyncRequestError('', 'it must be UTF-8 text.');
    throw error;
  }
}

/** @throws {SyncRequestError} it is not JSON. An empty body is an empty request. */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const body = await readText(request, maxBytes);
  if (body.trim() === '') return {};
  try {
    return JSON.parse(body);
  } catch {
    throw new SyncRequestError('', 'it must be JSON.');
  }
}
