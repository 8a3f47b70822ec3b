/**
 * What `/node` promises, run by `scripts/check-runtimes.mjs` in every Node it is for: the store conformance suite over
 * files on disk, who owns a file, and the bridge from `node:http`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '@clarus-klaviyo/sync';
import { openSqliteStore, toRequestListener } from '@clarus-klaviyo/sync/node';
import { storeConformance } from '../src/stores/conformance.js';

let folder: string | undefined;
let files = 0;

/** A path nobody used before; all of them go when the process ends. */
function newPath(): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'clarus-klaviyo-portable-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  files += 1;
  return join(folder, `${files}.db`);
}

storeConformance('SQLite', () => openSqliteStore(newPath()));

function assertEqual(actual: unknown, expected: unknown): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) throw new Error(`expected ${should}\n     got ${is}`);
}

async function withStore(path: string, work: (store: Store) => Promise<void>): Promise<void> {
  const store = await openSqliteStore(path);
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

/** Posts to a handler behind a real server; resolves with status and body. */
async function post(handler: (request: Request) => Promise<Response>, body: string): Promise<readonly unknown[]> {
  const server = createServer(toRequestListener(handler));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo; // a TCP server that listens has one
    return await new Promise((resolve, reject) => {
      const call = request({ host: '127.0.0.1', port, method: 'POST', path: '/a?b=c', agent: false }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () => resolve([answer.statusCode, text]));
      });
      call.on('error', reject);
      call.end(body);
    });
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

export const cases: Readonly<Record<string, () => Promise<void>>> = {
  async 'what was stored is there after the file is closed and opened again'() {
    const path = newPath();
    const raw = { receivedAtMs: 1, automationId: '43', headers: {}, body: '{"a":1}' };
    await withStore(path, (store) => store.receive([raw]));
    await withStore(path, async (store) => {
      assertEqual((await store.takeRaw(1))[0]?.body, raw.body);
    });
    // Taken and not settled: the next owner has it again.
    await withStore(path, async (store) => {
      assertEqual((await store.takeRaw(1))[0]?.body, raw.body);
    });
  },

  async 'a file has one owner at a time'() {
    const path = newPath();
    await withStore(path, async () => {
      const second = await openSqliteStore(path).catch((error: unknown) => error);
      assertEqual((second as { reason?: unknown }).reason, 'owned');
    });
    await withStore(path, async () => undefined);
  },

  async 'the bridge hands a request over whole, and the answer back'() {
    const echo = async (got: Request): Promise<Response> => {
      const { pathname, search } = new URL(got.url);
      return Response.json([got.method, pathname, search, await got.text()], { status: 201 });
    };
    assertEqual(await post(echo, 'body'), [201, '["POST","/a","?b=c","body"]']);
  },

  async 'a handler that throws is answered 500, without a word of why'() {
    const broken = async (): Promise<Response> => {
      throw new Error('secret reason');
    };
    assertEqual(await post(broken, ''), [500, '']);
  },
};
