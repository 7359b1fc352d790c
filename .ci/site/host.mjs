// The plain server as a host runs it: texts compressed, and each answer with the headers that the site
// asks for in its _headers.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from './server.mjs';

/** Each pattern of _headers with what it asks for; a later one wins, as with hosts. */
function readHeaders(dir) {
  const file = join(dir, '_headers');
  const rules = [];
  for (const line of existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) {
    const [, name, value] = /^\s+([^:\s]+):\s*(.*)$/.exec(line) ?? [];
    if (name) rules.at(-1).headers[name.toLowerCase()] = value;
    else if (line.startsWith('/')) rules.push({ pattern: line.trim(), headers: {} });
  }
  return rules;
}

const fits = (pattern, path) => (pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern);

/** Serves `dir` at the top. */
export async function host(dir) {
  const rules = readHeaders(dir);
  const headers = (path) => Object.assign({}, ...rules.filter(({ pattern }) => fits(pattern, path)).map((rule) => rule.headers));
  return serve(dir, '/', headers, true);
}
