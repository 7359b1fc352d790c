// Feeds and sitemap: each XML file against the schema of its root element, and then what no schema can
// say: ids are unique, dates are in order, every address in them is one of the site's.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { attribute, unescape } from './site.mjs';

const ATOM = fileURLToPath(new URL('../schemas/atom.rng', import.meta.url));
const sitemapSchema = () => {
  let folder = dirname(createRequire(import.meta.url).resolve('sitemap'));
  while (!existsSync(join(folder, 'schema', 'sitemap.xsd'))) folder = dirname(folder);
  return join(folder, 'schema', 'sitemap.xsd');
};

const texts = (xml, name) =>
  [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([^<]*)</${name}>`, 'g'))].map((found) => unescape(found[1].trim()));

function schemaErrors(path, file, options) {
  const run = spawnSync('xmllint', ['--noout', '--nonet', ...options, path], { encoding: 'utf8' });
  if (run.error) return [`xmllint: ${run.error.message}`];
  return run.status === 0 ? [] : [run.stderr.trim().replaceAll(path, file).split('\n').slice(0, 12).join('\n')];
}

/** Whether the address, one of the site's by `baseUrl`, is a file of the build. */
function addressErrors(site, address) {
  if (!site.baseUrl) return [`${address}: the home page names no canonical address to compare with`];
  if (!address.startsWith(site.baseUrl)) return [`${address} is not under ${site.baseUrl}`];
  const path = decodeURIComponent(address.slice(site.baseUrl.length).replace(/[#?].*$/, ''));
  const file = path === '' || path.endsWith('/') ? `${path}index.html` : path;
  const known = existsSync(join(site.dir, file)) && statSync(join(site.dir, file)).isFile();
  return known ? [] : [`${address} is not in the site`];
}

function sitemapErrors(site, xml) {
  const listed = texts(xml, 'loc');
  const errors = listed.flatMap((address) => addressErrors(site, address));
  if (new Set(listed).size !== listed.length) errors.push('an address is listed twice');
  for (const { file, address, hidden } of site.pages) {
    const listedAs = (site.baseUrl ?? '') + address;
    const expected = !hidden && file !== '404.html' && [null, listedAs].includes(site.canonical.get(file));
    if (expected && !listed.includes(listedAs)) errors.push(`${file} is not listed`);
    if (hidden && listed.includes(listedAs)) errors.push(`${file} is listed, and asks not to be indexed`);
  }
  return errors;
}

function feedErrors(site, file, xml) {
  const errors = [];
  const entries = xml.split(/<entry[\s>]/).slice(1);
  const ids = texts(xml, 'id');
  if (new Set(ids).size !== ids.length) errors.push('an id is used twice');
  const [updated, ...dates] = texts(xml, 'updated');
  const newest = Math.max(...dates.map(Date.parse));
  if (dates.length && Date.parse(updated) < newest) errors.push('the feed says it is older than its newest entry');
  const links = [...xml.matchAll(/<link\s[^>]*>/g)].map(([tag]) => ({ rel: attribute(tag, 'rel') ?? 'alternate', href: attribute(tag, 'href') }));
  if (!links.some(({ rel, href }) => rel === 'self' && href === site.baseUrl + file)) errors.push(`no link rel="self" to ${site.baseUrl}${file}`);
  for (const { rel, href } of links) {
    if (rel === 'alternate' || rel === 'self') errors.push(...addressErrors(site, href));
  }
  for (const entry of entries) {
    if (!/<link\s(?![^>]*rel="(?!alternate))[^>]*>/.test(entry)) errors.push(`an entry has no link to its page: ${texts(entry, 'title')[0]}`);
  }
  return errors;
}

export function checkFeeds(site, report) {
  const files = site.files.filter((file) => file.endsWith('.xml'));
  for (const wanted of ['sitemap.xml', 'feed.xml']) {
    if (!files.includes(wanted)) report.fail('feeds', wanted, 'there is none');
  }
  for (const file of files) {
    const path = join(site.dir, file);
    const xml = readFileSync(path, 'utf8').replace(/<!--[\s\S]*?-->/g, '');
    const root = /<([A-Za-z][\w:.-]*)/.exec(xml)?.[1];
    let errors;
    if (root === 'feed') errors = schemaErrors(path, file, ['--relaxng', ATOM]);
    else if (root === 'urlset') errors = schemaErrors(path, file, ['--schema', sitemapSchema()]);
    else errors = [...schemaErrors(path, file, []), ...(root === 'sitemapindex' ? ['no schema for a sitemap index yet'] : [])];
    if (errors.length === 0 && root === 'feed') errors = feedErrors(site, file, xml);
    if (errors.length === 0 && root === 'urlset') errors = sitemapErrors(site, xml);
    report.judge('feeds', file, [...new Set(errors)]);
  }
  for (const [file, address] of site.canonical) {
    if (address) report.judge('canonical', file, addressErrors(site, address));
  }
  return `${files.length} files`;
}
