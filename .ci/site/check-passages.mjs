// Opens the source of every quotation of a built site at its passage, as its note's link does, and looks
// where the browser goes: node check-passages.mjs SITE SOURCE.html
// The source is served from here; the links name it at a port that nobody listens on. Each paragraph of
// the source fills a screen, and says in `data-quoted` which quotations are in it.
import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { startBrowser } from './browser.mjs';
import { serve } from './server.mjs';

const [, , site, source] = process.argv;
const built = await serve(resolve(site), '/');
const origin = await serve(dirname(resolve(source)), '/');
const browser = await startBrowser();
let passed = 0;
let failed = 0;
try {
  const page = await browser.newPage({ viewport: { width: 900, height: 600 } });
  await page.goto(built.base);
  // Each note's link, and the words that its number stands behind.
  const links = await page.evaluate(() => [...document.querySelectorAll('.note .source-link')].map((link) => {
    const id = link.closest('.note').id;
    const reference = document.querySelector(`[href="#${id}"][role="doc-noteref"]`);
    const paragraph = reference.closest('p, figure');
    return { href: link.href, text: paragraph.textContent };
  }));
  for (const { href, text } of links) {
    const name = /\((\w+)\)/.exec(text)?.[1];
    const { hash } = new URL(href);
    // A new tab, as a fragment directive speaks to a page that is opened.
    const tab = await browser.newPage({ viewport: { width: 900, height: 600 } });
    await tab.goto(`${origin.base}${basename(source)}${hash}`, { waitUntil: 'load' });
    await tab.waitForFunction(() => scrollY > 0, undefined, { timeout: 3000 }).catch(() => {});
    const seen = await tab.evaluate(() => document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest('[data-quoted]')?.dataset.quoted ?? 'the top of the page');
    await tab.close();
    if (name && seen.split(' ').includes(name)) {
      passed += 1;
    } else {
      failed += 1;
      console.log(`  ${name}: ${hash}\n    leads to: ${seen}`);
    }
  }
  const expected = (readFileSync(join(resolve(site), 'index.html'), 'utf8').match(/class="checked verified"/g) ?? []).length;
  if (links.length === 0 || links.length !== expected) {
    failed += 1;
    console.log(`  ${links.length} links to ${expected} verified quotations`);
  }
} finally {
  await browser.close();
  await built.close();
  await origin.close();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
