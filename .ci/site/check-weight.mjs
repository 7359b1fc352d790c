// What a reader's first look at each page costs, as a host sends it (gzip, the headers that the site asks
// for), on a telephone and a desktop, with nothing kept from before: bytes, requests, scripts that hold
// the page up, and whether anything jumps.
import { setTimeout as wait } from 'node:timers/promises';
import { WINDOWS } from './browser.mjs';
import { serveAsHost } from './host.mjs';

const MOST_BYTES = 30_000;
const MOST_REQUESTS = 3;
// Browsers ask for the icon and the manifest on their own, when the page is there.
const ASIDE = ['favicon', 'site.webmanifest'];

/** In the browser, before the page: how far things jump, as Chromium counts it. */
function watchShifts() {
  globalThis.jumped = 0;
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) globalThis.jumped += value;
  }).observe({ type: 'layout-shift', buffered: true });
}

/**
 * Holds the style back until the page has been read: else, how much of it is painted first depends on how busy
 * the machine is. What a page that comes in slowly does is `check-arrival.mjs`'s. A script that the page waits
 * for waits for the style itself, so that it is not held for ever.
 */
async function paintWhole(page) {
  let isRead;
  const read = new Promise((done) => { isRead = done; });
  await page.exposeFunction('pageIsRead', isRead);
  await page.addInitScript(() => {
    document.addEventListener('readystatechange', () => globalThis.pageIsRead(), { once: true });
  });
  await page.route(/\.css$/, async (route) => { await Promise.race([read, wait(2000)]); await route.continue(); });
}

/** In the browser, a moment after loading. */
async function measured() {
  await document.fonts.ready;
  await new Promise((done) => { setTimeout(done, 150); });
  return {
    jumped: globalThis.jumped,
    blocking: performance.getEntriesByType('resource')
      .filter((entry) => entry.initiatorType === 'script' && entry.renderBlockingStatus === 'blocking')
      .map((entry) => new URL(entry.name).pathname),
  };
}

async function look(browser, url, viewport) {
  const context = await browser.newContext({ viewport });
  try {
    const page = await context.newPage();
    await page.addInitScript(watchShifts);
    await paintWhole(page);
    const network = await context.newCDPSession(page);
    const files = new Map();
    network.on('Network.requestWillBeSent', ({ requestId, request }) => files.set(requestId, { url: request.url, bytes: 0 }));
    network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { files.get(requestId).bytes = encodedDataLength; });
    await network.send('Network.enable');
    await page.goto(url, { waitUntil: 'load' });
    const found = await page.evaluate(measured);
    const own = [...files.values()].filter((file) => !ASIDE.some((name) => file.url.includes(name)));
    return { ...found, requests: own.length, bytes: own.reduce((sum, { bytes }) => sum + bytes, 0) };
  } finally {
    await context.close();
  }
}

// The whole briefing in one page is as long as the briefing, and nobody's first view.
const WHOLE = 'print/';

function judge(address, { bytes, requests, blocking, jumped }) {
  const messages = [];
  if (bytes > MOST_BYTES && address !== WHOLE) messages.push(`the first view weighs ${bytes} bytes, more than ${MOST_BYTES}`);
  if (requests > MOST_REQUESTS) messages.push(`the first view asks for ${requests} files, more than ${MOST_REQUESTS}`);
  if (jumped > 0) messages.push(`things jump: ${jumped.toFixed(4)}`);
  return [...messages, ...blocking.map((name) => `the page waits for a script: ${name}`)];
}

export async function checkWeight(site, browser, report) {
  const server = await serveAsHost(site.dir, '/');
  const heaviest = { bytes: 0 };
  const waiting = site.pages.flatMap((page) => WINDOWS.map((viewport) => ({ ...page, viewport })));
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { address, file, viewport } = next;
      const found = await look(browser, server.base + address, viewport);
      report.judge('weight', file, judge(address, found), `${viewport.width}`);
      if (found.bytes > heaviest.bytes && address !== WHOLE) Object.assign(heaviest, { bytes: found.bytes, file });
    }
  };
  try {
    await Promise.all([worker(), worker()]);
  } finally {
    await server.close();
  }
  return `the heaviest first view is ${heaviest.bytes} bytes, of ${heaviest.file}`;
}
