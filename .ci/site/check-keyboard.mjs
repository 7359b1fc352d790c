// Goes through every page with the Tab key alone, wide as it is first seen, and narrow in forced colours with
// all that opens opened: everything that can be used is reached, can be seen while it has the focus, shows
// that it has it, and is left again.
import { serve } from './server.mjs';

const LOOKS = [
  { name: '1280', viewport: { width: 1280, height: 900 } },
  { name: '360, forced colours, all opened', viewport: { width: 360, height: 740 }, forcedColors: 'active', open: true },
];

/** In the browser: what the Tab key has to reach. */
function begin(open) {
  if (open) for (const element of document.querySelectorAll('details')) element.open = true;
  const USABLE = 'a[href], area[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"])';
  globalThis.waiting = new Set([...document.querySelectorAll(USABLE)].filter((element) => !element.disabled && element.checkVisibility({ visibilityProperty: true })));
  // From the top, though a page may begin elsewhere.
  document.body.tabIndex = -1;
  document.body.focus();
  return globalThis.waiting.size;
}

/** In the browser: where the focus is, and what is wrong with it there; null outside of the page. */
function look() {
  const element = document.activeElement;
  if (element === document.body || element === document.documentElement) return null;
  globalThis.waiting.delete(element);
  const wrong = [];
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
  const drawn = outlineStyle === 'auto' || (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && !/, 0\)$|\/ 0\)$/.test(outlineColor));
  if (!drawn) wrong.push('does not show that it has the focus');
  const box = [...element.getClientRects()].find(({ width, height, top, bottom, left, right }) => (
    width && height && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth));
  if (!box || !element.checkVisibility({ opacityProperty: true })) {
    wrong.push('cannot be seen while it has the focus');
  } else {
    const middle = (from, to, most) => (Math.max(from, 0) + Math.min(to, most)) / 2;
    const top = document.elementFromPoint(middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight));
    if (top && !element.contains(top) && !top.contains(element)) wrong.push(`is covered by <${top.localName} class="${top.className}">`);
  }
  return wrong.map((what) => `${element.cloneNode(false).outerHTML.slice(0, 140)} ${what}`);
}

const missed = () => [...globalThis.waiting].slice(0, 3)
  .map((element) => `${element.cloneNode(false).outerHTML.slice(0, 140)} is not reached with the Tab key`);

async function ofPage(page, url, open) {
  await page.goto(url, { waitUntil: 'load' });
  const count = await page.evaluate(begin, open);
  const messages = new Set();
  // What scrolls is reached too, and is not counted.
  const most = 2 * count + 20;
  for (let stop = 0; ; stop += 1) {
    if (stop > most) {
      messages.add(`the focus does not leave the page after ${most} stops`);
      break;
    }
    await page.keyboard.press('Tab');
    const wrong = await page.evaluate(look);
    if (!wrong) break;
    for (const message of wrong) messages.add(message);
  }
  for (const message of await page.evaluate(missed)) messages.add(message);
  return { count, messages: [...messages] };
}

export async function checkKeyboard(site, browser, report) {
  const server = await serve(site.dir, '/');
  let count = 0;
  const inOneLook = async ({ name, viewport, forcedColors, open }) => {
    const context = await browser.newContext({ viewport, forcedColors, reducedMotion: 'reduce' });
    const page = await context.newPage();
    for (const { address, file } of site.pages) {
      const found = await ofPage(page, server.base + address, open);
      count += found.count;
      report.judge('keyboard', file, found.messages, name);
    }
    await context.close();
  };
  try {
    await Promise.all(LOOKS.map(inOneLook));
  } finally {
    await server.close();
  }
  return `${count} stops`;
}
