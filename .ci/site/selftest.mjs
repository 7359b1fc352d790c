// Proves that the checks can fail: builds a small site in a temporary folder in which every page but a
// few has one deliberate mistake, and expects each to be found where it is, and nothing else.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startBrowser } from './browser.mjs';
import { checkArrival } from './check-arrival.mjs';
import { checkFeeds } from './check-feeds.mjs';
import { checkHtml } from './check-html.mjs';
import { checkKeyboard } from './check-keyboard.mjs';
import { checkLarge } from './check-large.mjs';
import { checkPages } from './check-pages.mjs';
import { checkWeight } from './check-weight.mjs';
import { Report } from './report.mjs';
import { readSite } from './site.mjs';

const BASE = 'https://example.org/brief/';
const STYLE = `:root { color-scheme: light dark } body { margin: 1rem; font: 1rem/1.5 sans-serif }
  a { color: light-dark(#00c, #9cf); display: inline-block; min-height: 24px; min-width: 24px }
  body { background: light-dark(#fff, #111); color: light-dark(#111, #eee) }`;

const page = (path, body, { head = '', style = STYLE, canonical = path, after = '' } = {}) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Page ${path}</title><link rel="canonical" href="${BASE}${canonical}"><style>${style}</style>${head}</head>
<body><main><h1 id="top-of-it">Page ${path}</h1>${body}</main>${after}</body></html>`;

// Each: its folder, its body, how the page differs, and what must be found: [kind of check, words] …
const BUTTON = '<button style="width:9px;height:9px;padding:0" aria-label="tiny"></button>';
const BAD = [
  ['access', '<img src="../dot.svg"><p style="color:#999;background:#fff">faint</p><input type="text">'
    + `<details><summary>more</summary><button></button></details><p>${BUTTON}${BUTTON}</p>`, {},
    ['axe', /^image-alt/], ['axe', /^color-contrast/], ['axe', /^label/], ['axe', /^button-name/], ['axe', /^target-size/], ['large', /wide in a window/], ['html', /alt/]],
  ['dark', '<p class="dim">dim in the dark only</p>', { style: `${STYLE} .dim { color: light-dark(#111, #333) }` }, ['axe', /^color-contrast/]],
  ['narrow', '<p class="dim">faint on a telephone only</p>', { style: `${STYLE} @media (width < 40rem) { .dim { color: light-dark(#bbb, #444) } }` }, ['axe', /^color-contrast/]],
  ['invalid', '<p><div>a block in a paragraph</div></p><section><p>a section without a heading</p></section>', {}, ['html', /error: No .p. element/], ['html', /warning: /]],
  ['links', '<a href="../nowhere/">dead</a> <a href="../fine/#nothing">dead anchor</a> <a href="/fine/">holds at the root only</a>'
    + ` <a href="../fine">no slash</a> <a href="../old/">alias</a> <a href="${BASE}gone/">gone, by its full address</a>`, {},
    ['links', /nowhere\/ does not exist/], ['links', /fine\/ has no #nothing/], ['links', /leads out of the site/],
    ['links', /ends in a slash/], ['links', /only redirects/], ['links', /gone\/ does not exist/]],
  ['errors', '<img src="../none.png" alt="none"><script>fetch("https://example.com/count").catch(() => 0); console.error("complaint"); throw new Error("broken")</script>', {},
    ['errors', /status 404/], ['errors', /script error: broken/], ['errors', /console: complaint/], ['errors', /asked another host/], ['links', /none\.png does not exist/]],
  ['wide', '<p style="width:340px">three hundred and forty</p>', {}, ['reflow', /in a window of 320 px/], ['large', /out of the window/]],
  ['keys', '<a href="../" style="outline: none">no ring</a> <a href="../" style="position: absolute; left: -99px">aside</a>'
    + ' <p style="position: relative"><a href="../">below</a><span style="position: absolute; inset: 0">above</span></p>'
    + '<p><button id="trap">trap</button> <a href="../">never</a></p><script>trap.onkeydown = (event) => event.preventDefault()</script>', {},
    ['keyboard', /does not show/], ['keyboard', /aside|cannot be seen/], ['keyboard', /is covered by/], ['keyboard', /does not leave/], ['keyboard', /is not reached/], ['large', /out of the window: “aside/]],
  ['large', '<p style="overflow: hidden; width: 4rem; white-space: nowrap">cut off on the right</p><p style="height: 20px">on one line <span>where it has the room for it</span></p><p>the next</p>', {},
    ['large', /^cut off/], ['large', /lies on/]],
  ['moves', '<p class="slow">slow</p>', { style: `${STYLE} .slow { transition: color 1s }` }, ['motion', /slow/]],
  ['heavy', `<p>below</p>${[1, 2, 3].map((n) => `<img src="../dot.svg?${n}" alt="Dot ${n}">`).join('')}<!-- ${randomBytes(40_000).toString('hex')} -->`,
    { head: '<link rel="stylesheet" href="../plain.css"><script src="../late.js"></script>' },
    ['weight', /weighs \d+ bytes/], ['weight', /asks for 6 files/], ['weight', /waits for a script: \/late\.js/], ['weight', /things jump/]],
  ['heads', '', { canonical: 'elsewhere/', head: '<link rel="preconnect" href="https://example.com/">' },
    ['canonical', /elsewhere\/ is not in the site/], ['links', /elsewhere\/ does not exist/], ['links', /from another host/]],
];

const entry = (id, more = `<link href="${BASE}fine/"/>`) => `<entry><title>${id}</title><id>${BASE}${id}</id>
  <updated>2024-11-10T00:00:00Z</updated>${more}</entry>`;
const feed = (file, { updated = '2024-11-10T00:00:00Z', author = '<author><name>A</name></author>', entries = entry('fine/'), more = '' }) =>
  `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Feed</title><id>${BASE}${file}</id>
  <link rel="self" href="${BASE}${file}"/><updated>${updated}</updated>${author}${more}${entries}</feed>`;
const FEEDS = [
  ['no-author.xml', { author: '' }, /./],
  ['no-zone.xml', { updated: '2024-11-10T00:00:00' }, /updated|moment|./],
  ['day-only.xml', { updated: '2024-11-10' }, /./],
  ['no-link.xml', { entries: entry('fine/', '') }, /./],
  ['two-titles.xml', { more: '<title>again</title>' }, /./],
  ['foreign.xml', { more: '<x xmlns="urn:x"/>' }, /./],
  ['relative.xml', { entries: entry('fine/', '<link href="fine/"/>') }, /./],
  ['type.xml', { entries: entry('fine/', `<link href="${BASE}fine/"/><summary type="markdown">s</summary>`) }, /./],
  ['twice.xml', { entries: entry('fine/') + entry('fine/') }, /used twice/],
  ['old.xml', { updated: '2020-01-01T00:00:00Z' }, /older than its newest/],
  ['dead.xml', { entries: entry('x/', `<link href="${BASE}x/"/>`) }, /x\/ is not in the site/],
  ['torn.xml', { more: '<category term="x">' }, /./],
];
const sitemap = (inside) => `<?xml version="1.0" encoding="utf-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${inside}</urlset>`;

function build(dir) {
  const put = (file, text) => {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  };
  const paths = ['', 'fine/', ...BAD.map(([name]) => `${name}/`)];
  const home = page('', `<ul>${paths.map((path) => `<li><a href="${path || './'}">${path || 'home'}</a></li>`).join('')}</ul>`
    + `<p><a href="${BASE}fine/#top-of-it">by its full address</a> <a href="https://example.com/">outside</a></p>`,
    { after: '<footer style="display: flex; flex-direction: column-reverse"><p>The second comes above.</p><p>second</p></footer>' });
  put('index.html', home);
  put('fine/index.html', page('fine/', '<p><a href="#top-of-it">up</a> <img src="../dot.svg" alt="A dot"></p><math display="block"><mi>x</mi></math>'));
  for (const [name, body, options] of BAD) put(`${name}/index.html`, page(`${name}/`, body, options));
  put('old/index.html', `<!doctype html><html lang="en"><title>Moved</title><meta http-equiv="refresh" content="0; url=../fine/"><p><a href="../fine/">Moved</a></p></html>`);
  put('lost/index.html', '<!doctype html><html lang="en"><title>Moved</title><meta http-equiv="refresh" content="0; url=../nowhere/"><p>Moved</p></html>');
  put('404.html', page('404.html', `<p>Not here. <a href="${BASE}">Home</a> <a href="fine/">works at the top only</a></p>`).replace(/<link rel="canonical"[^>]*>/, ''));
  put('dot.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><circle cx="4" cy="4" r="4"/></svg>');
  put('plain.css', 'h1 { margin: 0 }');
  // A block comes in above what is already read.
  put('late.js', `addEventListener('load', () => setTimeout(() => {
    document.querySelector('h1').insertAdjacentHTML('beforebegin', '<p style="height:200px">late</p>');
  }, 60));`);
  put('feed.xml', feed('feed.xml', {}));
  for (const [file, options] of FEEDS) put(file, feed(file, options));
  const listed = paths.filter((path) => path !== 'heads/').map((path) => `<url><loc>${BASE}${path}</loc></url>`).join('');
  put('sitemap.xml', sitemap(listed));
  put('sitemap-dates.xml', sitemap(listed.replace('</loc>', '</loc><lastmod>yesterday</lastmod>')));
  put('sitemap-short.xml', sitemap(`<url><loc>${BASE}</loc></url>`));
  put('sitemap-dead.xml', sitemap(`${listed}<url><loc>${BASE}gone/</loc></url>`));
}

const EXPECTED = [
  ...BAD.flatMap(([name, , , ...found]) => found.map(([kind, words]) => [kind, `${name}/index.html`, words])),
  ...FEEDS.map(([file, , words]) => ['feeds', file, words]),
  ['feeds', 'sitemap-dates.xml', /lastmod/], ['feeds', 'sitemap-short.xml', /is not listed/], ['feeds', 'sitemap-dead.xml', /gone\/ is not in the site/],
  ['arrival', 'index.html', /^p jumps from \d+ to \d+ px/],
  ['links', 'lost/index.html', /nowhere\/ does not exist/],
  ['links', '404.html at no/such/page/', /fine\/ does not exist/],
];

const dir = mkdtempSync(join(tmpdir(), 'attache-selftest-'));
const report = new Report();
try {
  build(dir);
  const site = readSite(dir);
  checkFeeds(site, report);
  const browser = await startBrowser();
  try {
    await Promise.all([checkHtml(site, report), checkPages(site, browser, report), checkKeyboard(site, browser, report), checkLarge(site, report)]);
    await checkWeight(site, browser, report);
    await checkArrival(site, browser, report);
  } finally {
    await browser.close();
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}
const problems = [];
for (const [kind, where, words] of EXPECTED) {
  const caught = report.failures.some(({ check, page: at, message }) => check === kind && at === where && words.test(message));
  if (!caught) problems.push(`not caught: ${kind} in ${where}, ${words}`);
}
for (const { check, page: at, message } of report.failures) {
  if (!EXPECTED.some(([kind, where]) => kind === check && where === at)) problems.push(`false alarm: ${check} in ${at}: ${message}`);
}
for (const problem of problems) console.log(`  ${problem}`);
if (process.argv.includes('--verbose')) console.log(report.failures);
console.log(`${EXPECTED.length} mistakes planted, ${problems.length} problems`);
process.exitCode = problems.length ? 1 : 0;
