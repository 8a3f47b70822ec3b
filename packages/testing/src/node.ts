/** For Node: a fake behind a real HTTP server on loopback, for programs that cannot be handed a `fetch`. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** Anything that answers requests the way `fetch` does: `fakeClarus()`, `fakeKlaviyo()`. */
export interface Fake {
  readonly fetch: typeof fetch;
}

/** Where the fake listens. */
export interface ServeFakeOptions {
  /** @default 0: any free port */
  readonly port?: number;
}

/** A fake behind a real port. */
export interface ServedFake {
  /** Without a slash at the end, e.g. `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Stops listening and drops every open connection. */
  close(): Promise<void>;
}

/**
 * Serves a fake on 127.0.0.1. Where its `fetch` rejects, as it does for a dropped connection, the socket is
 * destroyed; where it never answers, the caller's leaving ends the wait.
 *
 * @throws {Error} when the port is taken.
 */
export async function serveFake(fake: Fake, { port = 0 }: ServeFakeOptions = {}): Promise<ServedFake> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    void answer(fake, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, backlog: 1_024 }, resolve);
  });
  return {
    url: `http://127.0.0.1:${boundPort(server)}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

async function answer(fake: Fake, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const left = new AbortController();
  outgoing.once('close', () => left.abort());
  // A socket that breaks while we read or write needs no answer: the caller is gone.
  incoming.on('error', () => left.abort());
  outgoing.on('error', () => left.abort());
  try {
    const response = await fake.fetch(await toRequest(incoming, left.signal));
    const body = new Uint8Array(await response.arrayBuffer());
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(body);
  } catch {
    incoming.socket.destroy();
  }
}

async function toRequest(incoming: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const each of Array.isArray(value) ? value : [value ?? '']) headers.append(name, each);
  }
  const method = incoming.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD' && chunks.length > 0;
  return new Request(`http://${incoming.headers.host ?? '127.0.0.1'}${incoming.url ?? '/'}`, {
    method,
    headers,
    signal,
    ...(hasBody ? { body: Buffer.concat(chunks) } : {}),
  });
}

function boundPort(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server is not bound to a TCP port');
  return address.port;
}
