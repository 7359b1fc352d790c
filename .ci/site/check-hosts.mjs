// What a real web server makes of a built site: node check-hosts.mjs FOLDER ADDRESS ENCODINGS
// ADDRESS is where the server, on this machine, has the site; ENCODINGS those it has files for: gzip,br.
// Every file is asked for and compared to the byte, plain and compressed, with its type and the headers that
// the site's `_headers` names; then every link and anchor, former addresses, folders without their slash,
// and what is not there. The last line is "N passed, N failed".
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { extname, join, resolve } from 'node:path';
import { checkLinks } from './check-links.mjs';
import { Report } from './report.mjs';
import { addressOf, attribute, readSite } from './site.mjs';

const [folder, base, encodings] = process.argv.slice(2);
const dir = resolve(folder);
const server = { base, origin: new URL(base).origin };
const mount = new URL(base).pathname;
const report = new Report();
const ENDINGS = { gzip: '.gz', br: '.br' };
const NOTES = ['.attache-manifest.json', '.nojekyll', '_headers', '_redirects'];

const TYPES = {
  '.html': /^text\/html; ?charset=utf-8$/i, '.css': /^text\/css(; ?charset=utf-8)?$/i,
  '.js': /^(text|application)\/javascript(; ?charset=utf-8)?$/i, '.xml': /^(text|application)\/xml(; ?charset=utf-8)?$/i,
  '.md': /^text\/markdown; ?charset=utf-8$/i, '.txt': /^text\/plain; ?charset=utf-8$/i, '.csv': /^text\/csv; ?charset=utf-8$/i,
  '.webmanifest': /^application\/manifest\+json$/, '.svg': /^image\/svg\+xml/, '.png': /^image\/png$/, '.json': /^application\/json/,
};

/** Without following, unpacking or remembering anything. */
const ask = (address, headers = {}) => new Promise((done, failed) => {
  const asked = request(new URL(address, base), { headers }, (answer) => {
    const parts = [];
    answer.on('data', (part) => parts.push(part));
    answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
  });
  asked.on('error', failed);
  asked.end();
});

/** `_headers`: what is sent with all, and with what is in assets/. */
function wanted() {
  const wanted = { '/*': {}, '/assets/*': {} };
  let part;
  for (const line of readFileSync(join(dir, '_headers'), 'utf8').split('\n').filter((line) => line && !line.startsWith('#'))) {
    if (!line.startsWith(' ')) part = wanted[line];
    else part[line.trim().split(': ')[0].toLowerCase()] = line.slice(line.indexOf(': ') + 2);
  }
  return wanted;
}
const WANTED = wanted();

function judgeHeaders(answer, headers) {
  return Object.entries(headers)
    .filter(([name, value]) => answer.headers[name] !== value)
    .map(([name, value]) => `${name} is ${answer.headers[name] ?? 'missing'}, not ${value}`);
}

const site = readSite(dir);
const notes = (file) => NOTES.includes(file);
const twin = (file) => Object.values(ENDINGS).some((ending) => file.endsWith(ending) && site.files.includes(file.slice(0, -ending.length)));
let compressed = 0;

async function checkFile(file) {
  const address = addressOf(file) || './';
  const plain = readFileSync(join(dir, file));
  const wrong = [];
  const headers = { ...WANTED['/*'], ...(file.startsWith('assets/') ? WANTED['/assets/*'] : {}) };
  for (const encoding of ['', ...encodings.split(',')]) {
    const held = encoding && site.files.includes(file + ENDINGS[encoding]);
    const answer = await ask(address, encoding ? { 'accept-encoding': encoding } : {});
    const blame = (why) => wrong.push(`${encoding || 'plain'}: ${why}`);
    if (answer.status !== 200) blame(`status ${answer.status}`);
    const body = held ? readFileSync(join(dir, file + ENDINGS[encoding])) : plain;
    if (!answer.body.equals(body)) blame(`${answer.body.length} bytes that are not those of the file`);
    if ((answer.headers['content-encoding'] ?? '') !== (held ? encoding : '')) blame(`Content-Encoding ${answer.headers['content-encoding']}`);
    if (held && !/accept-encoding/i.test(answer.headers.vary ?? '')) blame('a cache is not told that it depends on Accept-Encoding');
    if (held) compressed += 1;
    const type = TYPES[extname(file)];
    if (type && !type.test(answer.headers['content-type'] ?? '')) blame(`Content-Type ${answer.headers['content-type']}`);
    judgeHeaders(answer, headers).forEach(blame);
    if (!file.startsWith('assets/') && /immutable|max-age=[1-9]/.test(answer.headers['cache-control'] ?? '')) blame('would be kept');
  }
  report.judge('files', file, wrong);
}

/** The 404 page with its status, wherever and whatever was asked for. */
async function checkMissing() {
  const page = readFileSync(join(dir, '404.html'));
  const asked = ['no-such-page', 'no/such/page/', 'no/such/style.css', 'no/such/page.md', 'no/such/index.html',
    'assets/none.css', 'a.webmanifest', 'none.csv', ...NOTES];
  for (const address of asked) {
    const answer = await ask(address);
    const wrong = judgeHeaders(answer, WANTED['/*']);
    if (answer.status !== 404) wrong.push(`status ${answer.status}`);
    if (!answer.body.equals(page)) wrong.push('is not the page for unknown addresses');
    if (!TYPES['.html'].test(answer.headers['content-type'] ?? '')) wrong.push(`Content-Type ${answer.headers['content-type']}`);
    if (/immutable|max-age=[1-9]/.test(answer.headers['cache-control'] ?? '')) wrong.push('would be kept');
    report.judge('missing', address, wrong);
  }
}

/** A folder without its slash leads to itself with it, and names no host: another may stand before this one. */
async function checkFolders() {
  for (const { address } of site.pages.filter((page) => page.address.endsWith('/'))) {
    const answer = await ask(address.slice(0, -1));
    const to = answer.headers.location ?? '';
    const isRight = [301, 308].includes(answer.status) && to === new URL(address, base).pathname;
    report.judge('folders', address, isRight ? [] : [`status ${answer.status} to ${to}`]);
  }
}

/** What the page says that is left at a former address, and what `_redirects` says. */
function checkRedirects() {
  const lines = readFileSync(join(dir, '_redirects'), 'utf8').trim().split('\n').map((line) => line.split(' '));
  const listed = new Map(lines.map(([from, to, code]) => [from, `${to} ${code}`]));
  for (const { address, target } of site.redirects) {
    const from = new URL(address, base);
    const to = `${new URL(target, from).pathname} 301`;
    report.judge('redirects', address, listed.get(from.pathname) === to ? [] : [`_redirects has ${listed.get(from.pathname)}, the page ${to}`]);
  }
  if (listed.size !== site.redirects.length || listed.size === 0) report.fail('redirects', '_redirects', `${listed.size} lines for ${site.redirects.length} pages`);
}

/** What a page names, from its text: the browser's own view is checked elsewhere. */
function read(html, address) {
  const tags = html.match(/<[a-z][^>]*>/gi) ?? [];
  const links = [];
  for (const tag of tags) {
    const isRefresh = /http-equiv="?refresh/i.test(tag);
    const names = [attribute(tag, 'href'), attribute(tag, 'src'), isRefresh && attribute(tag, 'content').split('url=')[1]];
    for (const name of names.filter((name) => typeof name === 'string')) {
      links.push({ url: new URL(name, new URL(address, base)).href, tag: tag.slice(0, 160), rel: attribute(tag, 'rel') ?? '' });
    }
  }
  return { ids: tags.map((tag) => attribute(tag, 'id')).filter(Boolean), links };
}

async function visit({ file, address, target }) {
  const answer = await ask(address || './');
  return { address, where: file, redirect: Boolean(target), ...read(answer.body.toString(), address) };
}

async function visitMissing(address) {
  return { address, where: `${address} (404)`, missing: true, ...read((await ask(address)).body.toString(), address) };
}

for (const file of site.files.filter((file) => !notes(file) && !twin(file))) await checkFile(file);
if (compressed < 10) report.fail('files', '', `${compressed} files were sent compressed`);
await checkMissing();
await checkFolders();
checkRedirects();
const visited = await Promise.all([...site.pages.filter((page) => page.file !== '404.html'), ...site.redirects].map(visit));
visited.push(await visitMissing('no-such-page'), await visitMissing('no/such/page/'));
const followed = await checkLinks(site, server, visited, report, mount);
for (const kind of ['files', 'missing', 'folders', 'redirects', 'links']) report.print(kind);
const failed = report.failures.length;
console.log(`${site.files.length} files, ${compressed} answers compressed, ${followed} addresses followed`);
console.log(`${report.passed} passed, ${failed} failed`);
process.exitCode = failed || followed < 20 ? 1 : 0;
