// A page that comes in slowly, tag by tag: what frames the text must stand where it will stand when all of
// it is there. (What is inside the text may settle: a table finds its columns.)
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { WINDOWS } from './browser.mjs';
import { serve } from './server.mjs';

// So many tags come one by one: the masthead and the topics, and all of a short page.
const SLOW = 150;

/** The head, the first tags of the body, the rest. */
function pieces(html) {
  const [head, body = ''] = html.split(/(?<=<body[^>]*>)/);
  const tags = body.split(/(?<=>)/);
  return [head, ...tags.slice(0, SLOW), tags.slice(SLOW).join('')];
}

/** In the browser, before the page: what stood outside of the text and moved. What CSS adds has no node. */
function watchFrame() {
  const moved = new Set();
  const name = (element) => element.tagName.toLowerCase() + (element.className && `.${element.className}`);
  const note = (entries) => {
    for (const { node, previousRect, currentRect } of entries.flatMap((entry) => entry.sources)) {
      const element = node?.nodeType === 1 ? node : node?.parentElement;
      if (!element || element.closest('main')) continue;
      moved.add(`${name(element)} jumps from ${Math.round(previousRect.y)} to ${Math.round(currentRect.y)} px`);
    }
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ type: 'layout-shift' });
  globalThis.movedInFrame = () => {
    note(observer.takeRecords());
    return [...moved];
  };
}

/** In the browser: what cannot be seen is not known to jump. */
const footerIsBelow = () => document.querySelector('footer')?.getBoundingClientRect().top > innerHeight;

async function look(browser, url, viewport, isShort) {
  const context = await browser.newContext({ viewport });
  try {
    const page = await context.newPage();
    await page.addInitScript(watchFrame);
    await page.goto(url, { waitUntil: 'load' });
    await page.waitForTimeout(150);
    const messages = await page.evaluate(() => globalThis.movedInFrame());
    if (isShort && await page.evaluate(footerIsBelow)) messages.push('even the shortest page shows no footer: whether it jumps is not known');
    return messages;
  } finally {
    await context.close();
  }
}

/** The frame is the theme's, so that two pages show it: the home page and, with its footer, the shortest. */
export async function checkArrival(site, browser, report) {
  const size = ({ file }) => statSync(join(site.dir, file)).size;
  const shortest = site.pages.filter(({ address }) => address !== '404.html').sort((a, b) => size(a) - size(b))[0];
  const looked = site.pages.filter((page) => page.address === '' || page === shortest);
  const server = await serve(site.dir, '/', {}, { pieces });
  try {
    for (const page of looked) {
      await Promise.all(WINDOWS.map(async (viewport) => {
        const messages = await look(browser, server.base + page.address, viewport, page === shortest);
        report.judge('arrival', page.file, messages, `${viewport.width}`);
      }));
    }
  } finally {
    await server.close();
  }
  return `${looked.length} pages in ${WINDOWS.length} looks`;
}
