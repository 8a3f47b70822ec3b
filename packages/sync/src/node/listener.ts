/** A web-standard handler behind `node:http`: bodies are streamed, so that a cap can be kept while reading. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

function toRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers();
  for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
    headers.append(incoming.rawHeaders[index] ?? '', incoming.rawHeaders[index + 1] ?? '');
  }
  // The host is the client's word and nothing here relies on it.
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  const method = incoming.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const init = { method, headers, signal, ...(hasBody ? { body: Readable.toWeb(incoming), duplex: 'half' } : {}) };
  return new Request(url, init as RequestInit); // `duplex` is required by fetch and missing from the DOM types
}

/** Chunk by chunk as they come: a long operation reports while it works, and who hangs up ends it. */
async function answer(outgoing: ServerResponse, response: Response, incoming: IncomingMessage): Promise<void> {
  for (const [name, value] of response.headers) outgoing.appendHeader(name, value);
  // A body that was refused half-way must not be read to its end only to find the connection's next request.
  if (!incoming.complete) outgoing.setHeader('connection', 'close');
  outgoing.writeHead(response.status);
  if (response.body === null) outgoing.end();
  else await pipeline(Readable.fromWeb(response.body as ReadableStream<Uint8Array>), outgoing);
}

/** Serves `handler`; a handler that throws is answered 500 without a word of why, and told to `onError`. */
export function toRequestListener(
  handler: (request: Request) => Promise<Response>,
  onError: (error: unknown) => void = () => undefined,
): RequestListener {
  return (incoming, outgoing) => {
    const gone = new AbortController();
    // After a whole answer nobody is left to hear of it, and an abort is dear: it makes an error with a stack.
    outgoing.on('close', () => {
      if (!outgoing.writableFinished) gone.abort();
    });
    Promise.resolve()
      .then(() => handler(toRequest(incoming, gone.signal)))
      .catch((error: unknown) => {
        onError(error);
        return new Response(null, { status: 500 });
      })
      .then((response) => answer(outgoing, response, incoming))
      .catch((error: unknown) => {
        if (!gone.signal.aborted) onError(error);
      });
  };
}
