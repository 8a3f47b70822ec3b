/** A web-standard handler behind `node:http`: bodies are streamed, so that a cap can be kept while reading. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

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

async function answer(outgoing: ServerResponse, response: Response, incoming: IncomingMessage): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  const headers: Record<string, string> = Object.fromEntries(response.headers);
  // A body that was refused unread must not be read as the connection's next request.
  if (!incoming.readableEnded) headers.connection = 'close';
  outgoing.writeHead(response.status, { ...headers, 'content-length': String(body.byteLength) });
  outgoing.end(body);
}

/** Serves `handler`; a handler that throws is answered 500 without a word of why, and told to `onError`. */
export function toRequestListener(
  handler: (request: Request) => Promise<Response>,
  onError: (error: unknown) => void = () => undefined,
): RequestListener {
  return (incoming, outgoing) => {
    const gone = new AbortController();
    outgoing.on('close', () => gone.abort());
    Promise.resolve()
      .then(() => handler(toRequest(incoming, gone.signal)))
      .catch((error: unknown) => {
        onError(error);
        return new Response(null, { status: 500 });
      })
      .then((response) => answer(outgoing, response, incoming))
      .catch(onError);
  };
}
