// A registry of npm's kind on loopback, as much of it as publishing and installing need: what is published to it, it
// has; for everything else it sends the client on to the registry it would use otherwise.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

/**
 * @param {string} upstream
 * @returns {Promise<{ url: string, published: () => string[], tagsOf: (name: string) => Record<string, string>, close: () => Promise<void> }>}
 *   `published`: `name@version`, in the order they came
 */
export async function startRegistry(upstream) {
  const packages = new Map();
  const tarballs = new Map();
  const order = [];

  /** What `npm publish` puts: one version, its tag, and the tarball itself. */
  function publish(name, document, base) {
    const [attachment] = Object.values(document._attachments);
    const tarball = Buffer.from(attachment.data, 'base64');
    const known = packages.get(name) ?? { name, versions: {}, 'dist-tags': {} };
    for (const [version, manifest] of Object.entries(document.versions)) {
      if (version in known.versions) return false; // npm never lets a version be replaced
      const path = `/-/${encodeURIComponent(name)}-${version}.tgz`;
      tarballs.set(path, tarball);
      const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
      known.versions[version] = { ...manifest, dist: { ...manifest.dist, tarball: base + path, integrity } };
      order.push(`${name}@${version}`);
    }
    Object.assign(known['dist-tags'], document['dist-tags']);
    packages.set(name, known);
    return true;
  }

  const server = createServer(async (request, response) => {
    const base = `http://${request.headers.host}`;
    const path = new URL(request.url, base).pathname;
    const answer = (status, body, headers = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(body instanceof Buffer ? body : JSON.stringify(body));
    };
    const name = decodeURIComponent(path.slice(1));
    if (request.method === 'PUT') {
      const isNew = publish(name, JSON.parse(await text(request)), base);
      return answer(isNew ? 201 : 403, isNew ? { ok: true } : { error: 'this version is there already' });
    }
    if (tarballs.has(path)) return answer(200, tarballs.get(path), { 'content-type': 'application/octet-stream' });
    if (packages.has(name)) return answer(200, packages.get(name));
    return answer(302, {}, { location: new URL(request.url.slice(1), upstream).href });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    published: () => [...order],
    tagsOf: (name) => ({ ...packages.get(name)?.['dist-tags'] }),
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}
