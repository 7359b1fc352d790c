// Serves a built site as the hosts do that keep to its `_headers`: with them, and compressed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from './server.mjs';

/** The rules of `_headers`: a path, whose `*` stands for anything, above its indented headers. */
function rules(text) {
  const found = [];
  for (const line of text.split('\n').filter((line) => line.trim() && !line.startsWith('#'))) {
    const [, name, value] = /^\s+([^:]+):\s*(.*)$/.exec(line) ?? [];
    if (name) found.at(-1).headers[name.toLowerCase()] = value;
    else found.push({ path: line.trim().split('*'), headers: {} });
  }
  return found;
}

const matches = ([start, end], path) => (end === undefined ? path === start : path.startsWith(start) && path.endsWith(end));

export function serveAsHost(dir, mount) {
  const file = join(dir, '_headers');
  const all = existsSync(file) ? rules(readFileSync(file, 'utf8')) : [];
  const headersOf = (path) => Object.assign(
    { 'cache-control': 'no-cache' }, ...all.filter((rule) => matches(rule.path, path)).map((rule) => rule.headers));
  return serve(dir, mount, headersOf, { gzip: true });
}
