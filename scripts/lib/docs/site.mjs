// The built site as a web server would show it: which file an address is, and the server for the check itself.
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** The file behind a path of the site, addresses without `.html` included; undefined: a 404. */
export function fileOf(folder, pathname) {
  const path = join(folder, normalize(decodeURIComponent(pathname)));
  const candidates = pathname.endsWith('/') ? [join(path, 'index.html')] : [path, `${path}.html`];
  return path.startsWith(folder) ? candidates.find(isFile) : undefined;
}

/** Serves the folder on a free port of the loopback, compressed with brotli as a web host would. */
export async function serveSite(folder) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const found = fileOf(folder, pathname);
    const file = found ?? join(folder, '404.html');
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    const isCompressed = !type.startsWith('font/') && /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
    const body = readFileSync(file);
    response.writeHead(found === undefined ? 404 : 200, {
      'content-type': type,
      ...(isCompressed ? { 'content-encoding': 'br' } : {}),
    });
    response.end(isCompressed ? brotliCompressSync(body) : body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${server.address().port}`, close };
}
