// A static file server as plain as a host can be: a folder's address answers with its index.html, a
// folder without its slash redirects, anything unknown answers with 404.html and status 404.
// It listens on loopback only, and puts the site under any path, so that a build can be tried there.
import { createServer } from 'node:http';
import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8', '.json': 'application/json', '.xml': 'application/xml',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg', '.webp': 'image/webp',
  '.avif': 'image/avif', '.gif': 'image/gif', '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.pdf': 'application/pdf',
  '.txt': 'text/plain; charset=utf-8', '.csv': 'text/csv; charset=utf-8', '.wasm': 'application/wasm',
};

async function answer(dir, mount, address) {
  const path = decodeURIComponent(new URL(address, 'http://site').pathname);
  if (!path.startsWith(mount)) return { status: 404, type: 'text/plain', body: `outside of ${mount}` };
  const name = path.slice(mount.length);
  if (name.split('/').includes('..')) return { status: 400, type: 'text/plain', body: 'no' };
  let file = join(dir, name);
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory()) {
    if (!path.endsWith('/')) return { status: 301, location: `${encodeURI(path)}/`, type: 'text/plain', body: '' };
    file = join(file, 'index.html');
  } else if (path.endsWith('/')) {
    file = null;
  }
  const body = file && (await readFile(file).catch(() => null));
  if (body !== null) return { status: 200, type: TYPES[extname(file)] ?? 'application/octet-stream', body };
  const missing = await readFile(join(dir, '404.html')).catch(() => 'Not found');
  return { status: 404, type: TYPES['.html'], body: missing };
}

const COMPRESSED = /^text|json|xml/;

/** One piece after another, so that a browser paints each, as a rule; after the first, the style has its time. */
async function send(response, pieces) {
  for (const [index, piece] of pieces.entries()) {
    if (response.destroyed) return;
    response.write(piece);
    await wait(index === 0 ? 400 : 30);
  }
  response.end();
}

/**
 * Serves `dir` under `mount` (begins and ends with a slash) on a port that the system chooses.
 * `headers` are sent along: an object, or what makes one of a path below `mount`. `gzip` compresses texts;
 * `pieces` cuts the text of a page into what is sent one after another.
 */
export async function serve(dir, mount = '/', headers = {}, { gzip = false, pieces } = {}) {
  const server = createServer(async (request, response) => {
    const { status, type, body, location } = await answer(dir, mount, request.url)
      .catch(() => ({ status: 400, type: 'text/plain', body: 'bad address' }));
    const path = request.url.split('?')[0].slice(mount.length - 1);
    const more = typeof headers === 'function' ? headers(path) : headers;
    const packed = gzip && COMPRESSED.test(type) && /\bgzip\b/.test(request.headers['accept-encoding']);
    response.writeHead(status, {
      'cache-control': 'no-store', ...more, 'content-type': type,
      ...(location && { location }), ...(packed && { 'content-encoding': 'gzip', vary: 'accept-encoding' }),
    });
    if (pieces && status === 200 && type === TYPES['.html'] && request.method !== 'HEAD') return send(response, pieces(body.toString()));
    return response.end(request.method === 'HEAD' ? undefined : packed ? gzipSync(body) : body);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    base: origin + mount,
    close: () => new Promise((done) => { server.close(done); server.closeAllConnections(); }),
  };
}
