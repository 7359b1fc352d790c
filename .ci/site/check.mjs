// All checks of a built site that need a browser or Java: node check.mjs FOLDER
// Prints each check with its duration and what it found; the last line is "N passed, N failed".
import { resolve } from 'node:path';
import { startBrowser } from './browser.mjs';
import { checkArrival } from './check-arrival.mjs';
import { checkFeeds } from './check-feeds.mjs';
import { checkHtml } from './check-html.mjs';
import { checkKeyboard } from './check-keyboard.mjs';
import { checkLarge } from './check-large.mjs';
import { checkLighthouse } from './check-lighthouse.mjs';
import { checkNotes } from './check-notes.mjs';
import { checkPages, POLICY } from './check-pages.mjs';
import { Report } from './report.mjs';
import { checkSearch } from './check-search.mjs';
import { checkWeight } from './check-weight.mjs';
import { readSite } from './site.mjs';

const site = readSite(resolve(process.argv[2]));
const report = new Report();

async function part(title, kinds, work) {
  const start = Date.now();
  const summary = await work();
  console.log(`${title}: ${summary}, ${((Date.now() - start) / 1000).toFixed(1)} s`);
  for (const kind of kinds) report.print(kind);
}

if (!site.files.includes('index.html')) report.fail('pages', 'index.html', 'there is no home page');
report.print('pages');
await part('Feeds and sitemap', ['feeds', 'canonical'], () => checkFeeds(site, report));
await part('HTML (Nu)', ['html'], () => checkHtml(site, report));
const browser = await startBrowser();
try {
  await part('Pages and links (Chromium, axe)', ['axe', 'motion', 'reflow', 'errors', 'missing', 'links'], () => checkPages(site, browser, report, POLICY));
  await part('Search', ['search'], () => checkSearch(site, browser, report));
  await part('First view', ['weight'], () => checkWeight(site, browser, report));
  await part('Coming in slowly', ['arrival'], () => checkArrival(site, browser, report));
  await part('Notes by keyboard', ['notes'], () => checkNotes(site, browser, report));
  await part('Everything by keyboard', ['keyboard'], () => checkKeyboard(site, browser, report));
} finally {
  await browser.close();
}
await part('Large text, narrow windows', ['large'], () => checkLarge(site, report));
await part('Lighthouse', ['lighthouse'], () => checkLighthouse(site, report));
const failed = report.failures.length;
console.log(`${report.passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
