// What a built site consists of, read from its folder: its pages, the pages that only redirect,
// its other files, and the address at which it says it will stand.
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

const REDIRECT = /<meta\s[^>]*http-equiv=["']?refresh["']?[^>]*>/i;
const CANONICAL = /<link\s[^>]*rel=["']?canonical["']?[^>]*>/i;

export const unescape = (text) => text
  .replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"')
  .replace(/&#x([0-9a-f]+);/gi, (_, n) => String.fromCodePoint(parseInt(n, 16)))
  .replace(/&#(\d+);/g, (_, n) => String.fromCodePoint(Number(n)))
  .replace(/&amp;/g, '&');

export const attribute = (tag, name) => {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag ?? '');
  return found ? unescape(found[1] ?? found[2] ?? found[3]) : null;
};

/** `topic/index.html` is asked for as `topic/`. */
export const addressOf = (file) =>
  file.replace(/(^|\/)index\.html$/, '$1').split('/').map(encodeURIComponent).join('/');

export function readSite(dir) {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(dir.length).split(sep).join('/').replace(/^\//, ''))
    .sort();
  const pages = [];
  const redirects = [];
  const canonical = new Map();
  for (const file of files.filter((name) => name.endsWith('.html'))) {
    const html = readFileSync(join(dir, file), 'utf8');
    const refresh = REDIRECT.exec(html)?.[0];
    if (refresh) {
      const target = /url\s*=\s*['"]?([^'"]*)/i.exec(attribute(refresh, 'content') ?? '')?.[1];
      redirects.push({ file, address: addressOf(file), target: target?.trim() });
      continue;
    }
    pages.push({ file, address: addressOf(file), hidden: /<meta\s[^>]*name=["']?robots["']?[^>]*noindex/i.test(html) });
    canonical.set(file, attribute(CANONICAL.exec(html)?.[0], 'href'));
  }
  return { dir, files, pages, redirects, canonical, baseUrl: canonical.get('index.html') ?? null };
}
