// Every page with the reader's letters twice as large, wide and narrow, and in a window of 320 px with all
// that opens opened: nothing makes the page scroll sideways, no text is cut off, none lies on another.
import { startBrowser } from './browser.mjs';
import { serve } from './server.mjs';

const LOOKS = [
  { name: 'letters at 200 %, 1280', viewport: { width: 1280, height: 900 }, large: true },
  { name: 'letters at 200 %, 360', viewport: { width: 360, height: 740 }, large: true },
  { name: '320, all opened', viewport: { width: 320, height: 640 } },
];

/** In the browser: the texts that cannot be read. */
function unreadable() {
  for (const element of document.querySelectorAll('details')) element.open = true;
  const width = document.documentElement.clientWidth;
  const wrong = [];
  const lines = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const holder = (element, box) => {
    for (let above = element; above && above !== document.body; above = above.parentElement) {
      const { overflowX, clipPath, position } = getComputedStyle(above);
      if (clipPath !== 'none' || position === 'fixed' || overflowX === 'auto' || overflowX === 'scroll') return 'apart';
      const outer = above.getBoundingClientRect();
      if (/hidden|clip/.test(overflowX) && (box.right > outer.right + 1 || box.left < outer.left - 1)) return 'cut off';
    }
    return box.right > width + 1 || box.left < -1 ? 'out of the window' : 'seen';
  };
  while (texts.nextNode()) {
    const { currentNode: node } = texts;
    const { parentElement: element } = node;
    if (!node.data.trim() || element.closest('script, style, option, math') || !element.checkVisibility({ visibilityProperty: true })) continue;
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      const place = box.width && box.height ? holder(element, box) : 'apart';
      if (place === 'seen') lines.push({ node, box });
      else if (place !== 'apart') wrong.push(`${place}: “${node.data.trim().slice(0, 60)}” in <${element.localName} class="${element.className}">`);
    }
  }
  lines.sort((a, b) => a.box.top - b.box.top);
  lines.forEach(({ node, box }, i) => {
    for (let j = i + 1; j < lines.length && lines[j].box.top < box.bottom; j += 1) {
      const { node: other, box: next } = lines[j];
      const high = Math.min(box.bottom, next.bottom) - next.top;
      const wide = Math.min(box.right, next.right) - Math.max(box.left, next.left);
      if (other !== node && wide > 3 && high > 0.4 * Math.min(box.height, next.height)) {
        wrong.push(`“${other.data.trim().slice(0, 40)}” lies on “${node.data.trim().slice(0, 40)}”`);
      }
    }
  });
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > width) wrong.push(`${scrollWidth} px wide in a window of ${width} px`);
  return [...new Set(wrong)].slice(0, 6);
}

async function inOneLook(site, server, look, report) {
  // The size that readers set in their browser: windows count as narrower then, too.
  const browser = await startBrowser({ args: look.large ? ['--blink-settings=defaultFontSize=32,defaultFixedFontSize=26'] : [] });
  const page = await browser.newPage({ viewport: look.viewport, reducedMotion: 'reduce' });
  for (const { address, file } of site.pages) {
    await page.goto(server.base + address, { waitUntil: 'load' });
    report.judge('large', file, await page.evaluate(unreadable), look.name);
  }
  await browser.close();
}

export async function checkLarge(site, report) {
  const server = await serve(site.dir, '/');
  for (const look of LOOKS) await inOneLook(site, server, look, report);
  await server.close();
  return `${site.pages.length} pages in ${LOOKS.length} looks`;
}
