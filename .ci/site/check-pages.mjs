// Opens every page in Chromium: accessibility (axe-core) in light, dark and forced colours, wide and narrow,
// with all that opens opened; nothing that moves where no motion is wanted; no sideways scrolling down to 320 px; no console error, no failed request, no request that leaves this machine.
// The sub-path is visited without JavaScript, because every page must work so. Links are collected on
// the way, both at the root and under the sub-path. The 404 page answers at any depth, so its links name
// the site's own path: it is visited under the path of the site's address.
import { audit } from './axe.mjs';
import { isLoopback } from './browser.mjs';
import { checkLinks, collect } from './check-links.mjs';
import { serve } from './server.mjs';

// At the top and deep down: a 404 page answers anywhere, so its own addresses must hold anywhere.
const MISSING = ['no-such-page', 'no/such/page/'];

const LIMIT_MS = 60_000;

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 740 };
const LOOKS = [
  { name: '1280 light', viewport: WIDE, colorScheme: 'light', axe: true, collect: true },
  { name: '1280 dark', viewport: WIDE, colorScheme: 'dark', axe: true },
  { name: '360 light', viewport: NARROW, colorScheme: 'light', axe: true },
  { name: '360 dark', viewport: NARROW, colorScheme: 'dark', axe: true },
  { name: 'forced colours', viewport: NARROW, colorScheme: 'dark', forcedColors: 'active', axe: true },
  { name: 'strict policy', viewport: WIDE, colorScheme: 'light', strict: true },
  { name: '320', viewport: { width: 320, height: 640 }, colorScheme: 'light' },
  { name: 'sub-path, no JavaScript', viewport: WIDE, colorScheme: 'light', collect: true, plain: true },
];

/** In the browser: null, or what sticks out to the side. */
function overflow() {
  const root = document.documentElement;
  const extent = Math.max(root.scrollWidth, document.body?.scrollWidth ?? 0);
  if (extent <= root.clientWidth) return null;
  const culprits = [...document.body.querySelectorAll('*')]
    .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
    .map((element) => element.cloneNode(false).outerHTML.slice(0, 120));
  return `${extent} px wide in a window of ${root.clientWidth} px: ${culprits.slice(-3).join(' ')}`;
}

/** In the browser, which runs no timers where JavaScript is off: the fonts are there, and a frame was drawn. */
const settle = () => document.fonts.ready.then(() => new Promise((done) => { requestAnimationFrame(() => done()); }));

/** In the browser: all that can be open is, and the first note is the one that was asked for. */
function openAll() {
  for (const element of document.querySelectorAll('details')) element.open = true;
  const note = document.querySelector('[role="doc-noteref"]');
  if (note) location.hash = note.hash;
}

/** In the browser, where no motion is wanted: what would move all the same. */
function moving() {
  return [...document.querySelectorAll('*')].filter((element) => {
    const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element);
    return animationName !== 'none' || /[1-9]/.test(transitionDuration) || scrollBehavior === 'smooth';
  }).slice(0, 3).map((element) => `moves: ${element.cloneNode(false).outerHTML.slice(0, 120)}`);
}

/** Notes what goes wrong in the tab into the list that is `events.seen` at that time. */
async function listen(page, base, events) {
  const note = (text, url) => events.seen.push({ text: text.replaceAll(base, ''), url });
  page.on('pageerror', (error) => note(`script error: ${error.message}`));
  page.on('console', (message) => { if (message.type() === 'error') note(`console: ${message.text()}`, message.location().url); });
  page.on('response', (answer) => { if (answer.status() >= 400) note(`status ${answer.status()}: ${answer.url()}`, answer.url()); });
  page.on('requestfailed', (request) => {
    // Leaving a page ends what it was still loading; what a page lacks has a status.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') note(`request failed: ${request.url()} ${request.failure()?.errorText}`);
  });
  await page.route((url) => !isLoopback(url.href), (route) => {
    note(`asked another host: ${route.request().url()}`);
    return route.abort();
  });
}

async function visit(page, events, look, { address, where, missing }, base, report) {
  const url = base + address;
  let found = null;
  events.seen = [];
  try {
    const answer = await page.goto(url, { waitUntil: 'load' });
    if (missing && answer.status() !== 404) report.fail('missing', where, `status ${answer.status()}, expected 404`, look.name);
    if (!look.plain) await page.evaluate(settle);
    const sideways = [await page.evaluate(overflow)];
    if (look.axe) {
      await page.evaluate(openAll);
      sideways.push(await page.evaluate(overflow));
      report.judge('axe', where, await audit(page), look.name);
      report.judge('motion', where, await page.evaluate(moving), look.name);
    }
    if (look.collect) found = { address, where, missing, ...(await page.evaluate(collect)) };
    report.judge('reflow', where, [...new Set(sideways.filter(Boolean))], look.name);
    // Once this answers, every event of the page before has come in.
    await page.goto('about:blank');
  } catch (error) {
    events.seen.push({ text: `could not be looked at: ${error.message.replaceAll(base, '')}` });
  }
  // The browser reports the 404 that was asked for as an error of its own.
  const errors = events.seen.filter((event) => !(missing && event.url === url));
  report.judge('errors', where, [...new Set(errors.map((event) => event.text))], look.name);
  return found;
}

async function inOneLook(browser, site, look, servers, report) {
  const server = (look.plain && servers.sub) || (look.strict && servers.strict) || servers.root;
  const context = await browser.newContext({
    viewport: look.viewport, colorScheme: look.colorScheme, forcedColors: look.forcedColors, javaScriptEnabled: !look.plain, reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const events = { seen: [] };
  await listen(page, server.base, events);
  const targets = site.pages.map(({ address, file }) => (
    { address, where: file, server: file === '404.html' ? servers.home : server }));
  if (look.collect) {
    targets.push(...MISSING.map((address) => (
      { address, where: `404.html at ${address}`, missing: true, server: servers.home })));
  }
  const visited = [];
  const lost = [];
  for (const target of targets) {
    const late = setTimeout(() => context.close({ reason: `still busy after ${LIMIT_MS} ms` }), LIMIT_MS);
    const found = await visit(page, events, look, target, target.server.base, report);
    clearTimeout(late);
    if (found) (target.server === server ? visited : lost).push(found);
  }
  await context.close();
  if (!look.collect) return;
  await checkLinks(site, servers.home, lost, report, new URL(servers.home.base).pathname);
  for (const { address, file, target } of site.redirects) {
    const url = target ? new URL(target, server.base + address).href : null;
    visited.push({ address, where: file, redirect: true, links: [{ url, tag: `redirect to ${target}`, rel: '' }] });
  }
  await checkLinks(site, server, visited, report, new URL(server.base).pathname);
}

/** What a careful host sends along: nothing inline, nothing from elsewhere. */
export const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
  + "manifest-src 'self'; base-uri 'none'; form-action 'self'";

/** The look with a strict policy is had where there is one. */
export async function checkPages(site, browser, report, policy) {
  if (!site.files.includes('404.html')) report.fail('missing', '404.html', 'there is none');
  const home = site.baseUrl ? new URL(site.baseUrl).pathname : '/';
  const servers = { root: await serve(site.dir, '/'), sub: await serve(site.dir, '/sub/path/'), home: await serve(site.dir, home) };
  if (policy) servers.strict = await serve(site.dir, '/', { 'content-security-policy': policy });
  const waiting = LOOKS.filter((look) => policy || !look.strict);
  const worker = async () => {
    while (waiting.length) await inOneLook(browser, site, waiting.shift(), servers, report);
  };
  try {
    await Promise.all([worker(), worker()]);
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.close()));
  }
  return `${site.pages.length} pages and ${site.redirects.length} redirects in ${LOOKS.length - (policy ? 0 : 1)} looks`;
}
